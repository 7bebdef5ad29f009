package dev.slipway.webhook.forge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.webhook.forge.ForgeApi.Hook;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong with a webhook, in words for people. */
final class HookFaults {
  private final List<String> faults = new ArrayList<>();

  HookFaults url(String url, Hook wanted) {
    return when(!url.equals(wanted.url().toString()), "it led elsewhere");
  }

  HookFaults when(boolean wrong, String words) {
    if (wrong) {
      faults.add(words);
    }
    return this;
  }

  /** More events than wanted are fine; every forge's extra ones are ignored on arrival. */
  HookFaults events(JsonNode listed, Collection<String> wanted) {
    Set<String> there = new HashSet<>();
    listed.forEach(event -> there.add(event.asText()));
    return when(!there.containsAll(wanted), "it lacked events");
  }

  /** What can be wrong with a webhook as GitHub, Gitea and Forgejo write it. */
  HookFaults configured(JsonNode hook, Collection<String> events) {
    String type = Json.text(hook.path("config"), "content_type");
    return events(hook.path("events"), events).when(!type.equals("json"), "it did not send JSON");
  }

  /** For forges with a field per event. */
  HookFaults switches(JsonNode hook, Collection<String> events) {
    return when(!events.stream().allMatch(each -> hook.path(each).asBoolean()), "it lacked events");
  }

  HookFaults secret(boolean there) {
    return when(!there, "it had no secret");
  }

  HookFaults certificate(Hook wanted, boolean checked) {
    return when(encrypted(wanted) && !checked, "it did not check the certificate");
  }

  List<String> list() {
    return faults;
  }

  /** Whether the certificate of where the webhook leads is to be looked at. */
  private static boolean encrypted(Hook hook) {
    return "https".equalsIgnoreCase(hook.url().getScheme());
  }
}
