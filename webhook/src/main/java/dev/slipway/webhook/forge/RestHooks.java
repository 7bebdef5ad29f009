package dev.slipway.webhook.forge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.webhook.forge.ForgeApi.Hook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The webhooks of a forge that lists, adds, changes and removes them in JSON: each of them. */
final class RestHooks implements HookBook {
  private final ForgeClient client;
  private final HookForm form;
  private final Redelivery redelivery;

  /** Of a forge that cannot be asked to send again. */
  RestHooks(ForgeClient client, HookForm form) {
    this(client, form, (_, _, _) -> 0);
  }

  RestHooks(ForgeClient client, HookForm form, Redelivery redelivery) {
    this.client = client;
    this.form = form;
    this.redelivery = redelivery;
  }

  @Override
  public List<FoundHook> list(RepositoryName name, Hook wanted) throws ForgeException {
    JsonNode listed = client.get("list the webhooks of " + name, form.path(name) + form.most());
    List<FoundHook> all = new ArrayList<>();
    for (JsonNode hook : Json.items(listed)) {
      String url = form.url(hook);
      HookFaults faults =
          new HookFaults()
              .url(url, wanted)
              .when(!hook.path("active").asBoolean(true), "it was switched off");
      all.add(new FoundHook(idOf(hook), url, form.faults(faults, hook, wanted).list()));
    }
    return all;
  }

  String idOf(JsonNode hook) {
    return Json.text(hook, form.idField());
  }

  @Override
  public String create(RepositoryName name, Hook hook) throws ForgeException {
    return idOf(add(name, hook));
  }

  /** Returns the forge's answer. */
  JsonNode add(RepositoryName name, Hook hook) throws ForgeException {
    return client.post("install the webhook of " + name, form.path(name), form.fresh(hook));
  }

  @Override
  public void update(RepositoryName name, String id, Hook hook) throws ForgeException {
    change(name, id, hook);
  }

  /** Returns the forge's answer. */
  JsonNode change(RepositoryName name, String id, Hook hook) throws ForgeException {
    String what = "change the webhook of " + name;
    return client.json(
        what, client.send(what, form.toChange(), pathOf(name, id), form.wanted(hook)));
  }

  @Override
  public void remove(RepositoryName name, String id) throws ForgeException {
    client.delete("remove the webhook of " + name, pathOf(name, id));
  }

  @Override
  public int redeliverFailed(RepositoryName name, String id, Instant since) throws ForgeException {
    return redelivery.redeliver(name, id, since);
  }

  String pathOf(RepositoryName name, String id) {
    return form.path(name) + "/" + ForgeClient.encoded(id);
  }

  /** Asks the forge to send again; see {@link ForgeApi#redeliverFailed}. */
  @FunctionalInterface
  interface Redelivery {
    int redeliver(RepositoryName name, String id, Instant since) throws ForgeException;
  }
}
