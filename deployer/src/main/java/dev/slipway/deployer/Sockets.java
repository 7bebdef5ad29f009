package dev.slipway.deployer;

import dev.slipway.core.deploy.Instance;
import dev.slipway.core.pipeline.HealthCheck.Probe;
import dev.slipway.deployer.Outside.Verdict.Healthy;
import dev.slipway.deployer.Outside.Verdict.NotYet;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks through plain sockets: a try costs a fraction of a millisecond, so that many can be made
 * while a container comes up, and nothing but the status line is read.
 */
final class Sockets implements Outside {
  /**
   * Docker's proxy on a published port accepts connections even while nothing listens in the
   * container, and closes them as soon as it was refused there itself. How soon that is depends on
   * how many others want the processor.
   */
  private static final Duration STAYS_OPEN = Duration.ofMillis(100);

  private static final double MOST_PATIENT = 20;

  private static final String CLOSED_AT_ONCE =
      "the connection was closed at once, so nothing listens there yet";
  private static final int LONGEST_STATUS_LINE = 1024;
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})(?: .*)?");

  @Override
  public Verdict http(Instance instance, String host, Probe.Http asked, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    try (Socket socket = connect(instance, timeout)) {
      socket.getOutputStream().write(request(host, asked.path()));
      String line = firstLine(socket, deadline);
      if (line.isEmpty()) {
        return new NotYet(CLOSED_AT_ONCE);
      }
      Matcher status = STATUS_LINE.matcher(line);
      if (!status.matches()) {
        return new NotYet("what answers there does not speak HTTP");
      }
      int code = Integer.parseInt(status.group(1));
      return asked.wanted().contains(code) ? new Healthy() : new NotYet("it answered " + code);
    } catch (IOException e) {
      return new NotYet(why(e, timeout));
    }
  }

  @Override
  public Verdict tcp(Instance instance, Duration timeout) {
    try (Socket socket = connect(instance, timeout)) {
      socket.setSoTimeout(millis(staysOpen()));
      return socket.getInputStream().read() >= 0 ? new Healthy() : new NotYet(CLOSED_AT_ONCE);
    } catch (SocketTimeoutException e) {
      return new Healthy();
    } catch (IOException e) {
      return new NotYet(why(e, timeout));
    }
  }

  private static Duration staysOpen() {
    OperatingSystemMXBean machine = ManagementFactory.getOperatingSystemMXBean();
    double perProcessor = machine.getSystemLoadAverage() / machine.getAvailableProcessors();
    return Duration.ofMillis(
        Math.round(STAYS_OPEN.toMillis() * Math.clamp(perProcessor, 1, MOST_PATIENT)));
  }

  private static Socket connect(Instance instance, Duration timeout) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(instance.host(), instance.port()), millis(timeout));
      socket.setSoTimeout(millis(timeout));
      return socket;
    } catch (SocketTimeoutException e) {
      socket.close();
      throw new ConnectException("the connection was not accepted within " + Words.of(timeout));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static byte[] request(String host, String path) {
    String text =
        "GET "
            + safe(path)
            + " HTTP/1.1\r\nHost: "
            + safe(host)
            + "\r\nUser-Agent: slipway-healthcheck\r\nAccept: */*\r\nConnection: close\r\n\r\n";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Percent-encodes what would end the request line or is not ASCII. */
  private static String safe(String text) {
    StringBuilder safe = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b > ' ' && b < 0x7f) {
        safe.append((char) b);
      } else {
        safe.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return safe.toString();
  }

  /** Up to the first line break or the end; an application may send it in small pieces. */
  private static String firstLine(Socket socket, long deadline) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder line = new StringBuilder();
    while (line.length() < LONGEST_STATUS_LINE) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new SocketTimeoutException();
      }
      socket.setSoTimeout((int) left);
      int next = in.read();
      if (next < 0 || next == '\n') {
        break;
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  private static String why(IOException e, Duration timeout) {
    return switch (e) {
      case SocketTimeoutException _ -> "no answer within " + Words.of(timeout);
      case ConnectException _ ->
          e.getMessage() != null && e.getMessage().startsWith("the ")
              ? e.getMessage()
              : "the connection was refused";
      default -> CLOSED_AT_ONCE;
    };
  }

  private static int millis(Duration timeout) {
    return Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE);
  }
}
