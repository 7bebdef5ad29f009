package dev.slipway.webhook.forge.testing;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The webhooks of repositories, in the form of one forge. */
final class FakeHooks {
  private final FakeApi api;
  private final Form form;

  private FakeHooks(FakeApi api, Form form) {
    this.api = api;
    this.form = form;
  }

  /** How a forge writes one. */
  @FunctionalInterface
  interface Form {
    /**
     * What becomes of a request, after a look at the fields that came.
     *
     * @param old the webhook that is to be changed; null for a new one
     */
    FakeHook read(FakeRequest request, int number, @Nullable FakeHook old);
  }

  /**
   * Adds them to a forge's table.
   *
   * @param path the first group is the repository's name
   * @param toChange the method by which one is changed
   */
  static void add(FakeApi api, String path, String toChange, Form form) {
    FakeHooks hooks = new FakeHooks(api, form);
    api.onHooks("GET", path, hooks::list);
    api.onHooks("POST", path, hooks::install);
    api.onHooks(toChange, path + "/([^/]+)", hooks::change);
    api.onHooks("DELETE", path + "/([^/]+)", hooks::remove);
  }

  private FakeReply list(FakeRequest request, FakeRepository repository, List<String> groups) {
    return api.paged(request, repository.hooks.stream().map(FakeHook::json).toList());
  }

  private FakeReply install(FakeRequest request, FakeRepository repository, List<String> groups) {
    FakeHook hook = form.read(request, api.forge.nextId(), null);
    repository.hooks.add(hook);
    return FakeReply.json(201, hook.json());
  }

  private FakeReply change(FakeRequest request, FakeRepository repository, List<String> groups) {
    Optional<FakeHook> there = find(repository, groups.getFirst());
    if (there.isEmpty()) {
      return FakeApi.notFound();
    }
    FakeHook old = there.get();
    FakeHook hook = form.read(request, number(old), old);
    repository.hooks.replaceAll(each -> each.id().equals(old.id()) ? hook : each);
    return FakeReply.json(200, hook.json());
  }

  private FakeReply remove(FakeRequest request, FakeRepository repository, List<String> groups) {
    return repository.hooks.removeIf(hook -> hook.id().equals(groups.getFirst()))
        ? FakeReply.empty(204)
        : FakeApi.notFound();
  }

  static Optional<FakeHook> find(FakeRepository repository, String id) {
    return repository.hooks.stream().filter(hook -> hook.id().equals(id)).findFirst();
  }

  private static int number(FakeHook hook) {
    return Integer.parseInt(hook.id().replaceAll("[{}]", ""));
  }
}
