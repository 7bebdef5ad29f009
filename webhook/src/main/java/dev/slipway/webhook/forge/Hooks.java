package dev.slipway.webhook.forge;

import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.HookState;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.webhook.forge.ForgeApi.CheckedHook;
import dev.slipway.webhook.forge.ForgeApi.Hook;
import dev.slipway.webhook.forge.HookBook.FoundHook;
import java.util.List;
import java.util.Optional;

/** Keeps one webhook of ours per repository, and keeps it right; the same for each forge. */
final class Hooks {
  private final HookBook book;

  Hooks(HookBook book) {
    this.book = book;
  }

  /** Takes over a webhook that leads here already, so that there are never two. */
  String install(RepositoryName name, Hook hook) throws ForgeException {
    Optional<FoundHook> there = withUrl(book.list(name, hook), hook);
    if (there.isEmpty()) {
      return book.create(name, hook);
    }
    book.update(name, there.get().id(), hook);
    return there.get().id();
  }

  CheckedHook repair(RepositoryName name, String id, Hook hook) throws ForgeException {
    List<FoundHook> all = book.list(name, hook);
    Optional<FoundHook> ours = all.stream().filter(found -> found.id().equals(id)).findFirst();
    FoundHook there = ours.or(() -> withUrl(all, hook)).orElse(null);
    if (there == null) {
      return new CheckedHook(book.create(name, hook), new HookState.Repaired("it was gone"));
    }
    if (!there.id().equals(id)) {
      book.update(name, there.id(), hook);
      return new CheckedHook(there.id(), new HookState.Repaired("another one was there"));
    }
    if (there.faults().isEmpty()) {
      return new CheckedHook(id, new HookState.Fine());
    }
    book.update(name, id, hook);
    return new CheckedHook(id, new HookState.Repaired(String.join(", ", there.faults())));
  }

  private static Optional<FoundHook> withUrl(List<FoundHook> all, Hook hook) {
    return all.stream().filter(found -> found.url().equals(hook.url().toString())).findFirst();
  }
}
