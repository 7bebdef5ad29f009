package dev.slipway.registrysync.wire;

import java.security.cert.X509Certificate;
import java.util.List;

/** What an administrator said about single registries. Safe for concurrent use. */
@FunctionalInterface
public interface Terms {
  /** Nothing was said about any. */
  Terms NONE = _ -> Special.NOTHING;

  /**
   * What was said about one; asked often, so that it holds from the next use on.
   *
   * @param host with its port, where it has one
   */
  Special of(String host);

  /**
   * What is special about a registry.
   *
   * @param plainHttp whether it may be spoken to without TLS
   * @param authorities that its certificate may lead to, besides those that Java trusts
   * @param revision another one after each change of these, or of who we are there
   */
  record Special(boolean plainHttp, List<X509Certificate> authorities, long revision) {
    static final Special NOTHING = new Special(false, List.of(), 0);

    public Special {
      authorities = List.copyOf(authorities);
    }
  }
}
