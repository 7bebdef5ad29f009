package dev.slipway.store;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process to be killed: it starts a Redis, writes a word, says the server's id, and waits. */
final class EmbeddedRedisOwner {
  private EmbeddedRedisOwner() {}

  public static void main(String[] args) throws InterruptedException {
    EmbeddedRedis server = EmbeddedRedis.start(Path.of(args[0]));
    Redis.connect(server.url()).call(commands -> commands.set("word", "kept"));
    System.out.println(server.pid());
    new CountDownLatch(1).await();
  }
}
