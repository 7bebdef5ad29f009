package dev.slipway.builder.checkout;

import dev.slipway.core.build.Failure;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.Transport;

/** The connections of one fetch, whatever they are made of: guarded, counted, and ended at will. */
interface Wire extends AutoCloseable {
  /** A transport of JGit's that uses them for that repository. */
  Transport transport(Repository mirror) throws IOException;

  /** What it refused to do, or was refused, in words; empty when nothing was. */
  Optional<Failure> refusal();

  /** Ends everything that is going on; may be called from any thread. */
  void abort();

  @Override
  void close();
}
