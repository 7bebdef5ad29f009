package dev.slipway.webhook.forge;

import dev.slipway.core.account.ForgeException;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.webhook.forge.ForgeApi.Hook;
import java.time.Instant;
import java.util.List;

/** The webhooks of a repository as one forge keeps them. */
interface HookBook {
  /** All that are there, within a bound. */
  List<FoundHook> list(RepositoryName name, Hook wanted) throws ForgeException;

  /** Adds one and returns the forge's id of it. */
  String create(RepositoryName name, Hook hook) throws ForgeException;

  /** Makes the one with that id as wanted, secret included, and switches it on. */
  void update(RepositoryName name, String id, Hook hook) throws ForgeException;

  /** Takes it away; one that is gone already is fine. */
  void remove(RepositoryName name, String id) throws ForgeException;

  /** See {@link ForgeApi#redeliverFailed}; most forges cannot be asked for that. */
  default int redeliverFailed(RepositoryName name, String id, Instant since) throws ForgeException {
    return 0;
  }

  /**
   * One that is there.
   *
   * @param faults what of it is not as wanted, in words; the secret, which no forge tells, only
   *     where the forge says that there is none
   */
  record FoundHook(String id, String url, List<String> faults) {
    public FoundHook {
      faults = List.copyOf(faults);
    }
  }
}
