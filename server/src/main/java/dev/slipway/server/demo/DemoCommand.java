package dev.slipway.server.demo;

import dev.slipway.config.settings.InvalidSettingsException;
import dev.slipway.config.settings.Setting;
import dev.slipway.config.settings.Settings;
import dev.slipway.config.settings.SettingsLoader;
import dev.slipway.server.Interruption;
import dev.slipway.server.StartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the whole way on this machine, and says of every step whether it was seen to hold. */
@Command(
    name = "demo",
    description = "Show a push going live, a broken one being stopped, and a rollback.",
    footer = {"", "Example: slipway demo --once"},
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  private static final int STOPPED = 130;
  private static final int PORT = 8080;
  private static final int EDGE_PORT = 8000;
  private static final String TOKEN = "demo-token-for-this-machine-only";

  @Option(names = "--once", description = "stop everything afterwards")
  private boolean once;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, StartException, InvalidSettingsException {
    // Visitors name the site in the Host header, because not every system resolves *.localhost.
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    Narrator narrator = new Narrator(spec.commandLine().getOut());
    Path folder = Files.createTempDirectory("slipway-demo-");
    narrator.chapter("Start Slipway: server, Redis, registry, edge");
    long started = System.nanoTime();
    try (Interruption _ = Interruption.ofThisThread();
        Stage stage = Stage.set(folder, settings(folder))) {
      narrator.claim(
          "ready after " + Narrator.millis(Duration.ofNanos(System.nanoTime() - started)), true);
      Client client = new Client(stage.slipway().url(), TOKEN, narrator);
      new Story(stage.site(), client, stage.visitors(), narrator).tell(stage.cloneUrl());
      narrator.chapter(narrator.everythingHeld() ? "Everything held" : "Not everything held");
      if (!once) {
        stayUp(stage, narrator);
      }
      return narrator.everythingHeld() ? 0 : 1;
    } catch (InterruptedException _) {
      return STOPPED;
    }
  }

  private static void stayUp(Stage stage, Narrator narrator) throws InterruptedException {
    stage.visitors().close(); // from here on, those who watch are the visitors
    URI edge = stage.slipway().edgeUrl().orElseThrow();
    narrator.say("the site       http://" + Story.HOST + ":" + edge.getPort() + "/");
    narrator.say("the builds     " + stage.slipway().url() + "/builds");
    narrator.say("the service    " + stage.slipway().url() + "/services");
    narrator.say("sign in with   " + TOKEN);
    narrator.say("");
    narrator.say("It stays up. Ctrl-C stops it and removes everything.");
    new CountDownLatch(1).await(); // until a signal ends the process
  }

  /** The usual ports where they are free. */
  private static Settings settings(Path folder) throws InvalidSettingsException {
    Map<Setting, String> flags = new EnumMap<>(Setting.class);
    flags.put(Setting.DATA_DIR, folder.resolve("data").toString());
    flags.put(Setting.PORT, Integer.toString(usualOrAny(PORT)));
    flags.put(Setting.EDGE_PORT, Integer.toString(usualOrAny(EDGE_PORT)));
    flags.put(Setting.ADMIN_TOKEN, TOKEN);
    flags.put(Setting.ALLOW_PRIVATE_ADDRESSES, "127.0.0.1");
    return SettingsLoader.load(null, Map.of(), flags);
  }

  private static int usualOrAny(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException _) {
      return 0;
    }
  }
}
