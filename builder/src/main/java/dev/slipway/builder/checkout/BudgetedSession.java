package dev.slipway.builder.checkout;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.transport.RemoteSession2;
import org.eclipse.jgit.transport.sshd.SshdSession;

/** An ssh session whose every received byte counts against a fetch's limits. */
final class BudgetedSession implements RemoteSession2 {
  private final SshdSession session;
  private final FetchBudget budget;

  BudgetedSession(SshdSession session, FetchBudget budget) {
    this.session = session;
    this.budget = budget;
  }

  @Override
  public Process exec(String command, int seconds) throws IOException {
    return new Budgeted(session.exec(command, seconds), budget);
  }

  @Override
  public Process exec(String command, Map<String, String> environment, int seconds)
      throws IOException {
    return new Budgeted(session.exec(command, environment, seconds), budget);
  }

  @Override
  public void disconnect() {
    session.disconnect();
  }

  private static final class Budgeted extends Process {
    private final Process remote;
    private final FetchBudget budget;

    Budgeted(Process remote, FetchBudget budget) {
      this.remote = remote;
      this.budget = budget;
    }

    @Override
    public InputStream getInputStream() {
      return new BudgetedStream(remote.getInputStream(), budget);
    }

    @Override
    public OutputStream getOutputStream() {
      return remote.getOutputStream();
    }

    @Override
    public InputStream getErrorStream() {
      return remote.getErrorStream();
    }

    @Override
    public int waitFor() throws InterruptedException {
      return remote.waitFor();
    }

    @Override
    public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
      return remote.waitFor(timeout, unit);
    }

    @Override
    public int exitValue() {
      return remote.exitValue();
    }

    @Override
    public boolean isAlive() {
      return remote.isAlive();
    }

    @Override
    public void destroy() {
      remote.destroy();
    }
  }
}
