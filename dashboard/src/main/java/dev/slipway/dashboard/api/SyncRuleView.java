package dev.slipway.dashboard.api;

import dev.slipway.core.Glob;
import dev.slipway.core.sync.SyncRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule as the API tells it, in the form in which it is also sent.
 *
 * @param latest null for all
 */
record SyncRuleView(
    String id,
    String from,
    String to,
    List<String> tags,
    String regex,
    String semver,
    @Nullable Integer latest,
    List<String> platforms,
    boolean referrers,
    String backup,
    List<String> immutable,
    boolean mirror,
    String schedule,
    String zone,
    boolean onPush) {
  static SyncRuleView of(SyncRule rule) {
    SyncRule.Tags tags = rule.tags();
    SyncRule.Options options = rule.options();
    return new SyncRuleView(
        rule.id().value(),
        rule.from(),
        rule.to(),
        tags.globs().stream().map(Glob::text).toList(),
        tags.regex(),
        tags.semver(),
        tags.latest() == 0 ? null : tags.latest(),
        options.platforms().stream().sorted().toList(),
        options.referrers(),
        options.backup(),
        options.immutable().stream().map(Glob::text).toList(),
        options.mirror(),
        rule.trigger().cron(),
        rule.trigger().zone().getId(),
        rule.trigger().onPush());
  }
}
