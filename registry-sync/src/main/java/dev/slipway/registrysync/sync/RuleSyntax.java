package dev.slipway.registrysync.sync;

import dev.slipway.core.sync.SyncRule;
import dev.slipway.core.sync.SyncSyntax;
import dev.slipway.registrysync.oci.Platform;
import dev.slipway.registrysync.oci.RepositoryName;
import dev.slipway.registrysync.wire.RegistryAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/** Reads the parts of rules with what will read them when a rule is followed. */
public final class RuleSyntax implements SyncSyntax {
  @Override
  public String repository(String text) {
    String ending = SyncRule.ending(text);
    // One of the many that are meant tells whether all before the asterisks is in order.
    String sample = ending.replace("**", "x/x").replace("*", "x");
    RepositoryName name =
        RepositoryName.parse(text.substring(0, text.length() - ending.length()) + sample);
    var _ = RegistryAddress.of(name.registry(), Set.of());
    String whole = name.toString();
    return whole.substring(0, whole.length() - sample.length()) + ending;
  }

  @Override
  public String platform(String text) {
    return Platform.parse(text).toString();
  }

  @Override
  public String regex(String text) {
    var _ = new TagSelection(new SyncRule.Tags(List.of(), text, "", 0));
    return text;
  }

  @Override
  public String semver(String text) {
    var _ = new TagSelection(new SyncRule.Tags(List.of(), "", text, 0));
    return text;
  }

  @Override
  public String cron(String text) {
    var _ = Schedule.next(new SyncRule.Trigger(text, ZoneOffset.UTC, false), Instant.EPOCH);
    return text;
  }
}
