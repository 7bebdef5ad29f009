package dev.slipway.store;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One atomic move, written in Lua beside this package. Lettuce repeats what it cannot know to have
 * arrived after a reconnect, so every script must do nothing more when it runs a second time with
 * the same arguments. Safe for concurrent use.
 */
final class LuaScript {
  private static final String[] NO_KEYS = {};
  private static final String EVENTS = "events";

  private final String text;
  private final String digest;

  private LuaScript(String text) {
    this.text = text;
    this.digest = sha1(text);
  }

  /**
   * Reads {@code NAME.lua}. It sees the names in {@link Key} as fields of a table {@code key}, and
   * the local functions of the fragments, which are put before it in the order given. Where one of
   * them is {@code events}, the signals are sent when the script has returned.
   */
  static LuaScript load(String name, String... fragments) {
    StringBuilder text = new StringBuilder();
    for (String fragment : fragments) {
      text.append(read(fragment)).append('\n');
    }
    boolean signals = List.of(fragments).contains(EVENTS);
    text.append(signals ? thenSendingSignals(read(name)) : read(name));
    return new LuaScript(Key.inLua(text.toString()));
  }

  private static String thenSendingSignals(String script) {
    return """
    local function run()
    %s
    end
    local answer = run()
    send_signals()
    return answer
    """
        .formatted(script);
  }

  /** Runs it; the answer is a list of strings and numbers, with null where the script has false. */
  List<@Nullable String> list(Redis redis, String... args) {
    return strings(run(redis, ScriptOutputType.MULTI, args));
  }

  /** Runs it once for each of these arguments, in order and all on their way at once. */
  List<List<@Nullable String>> lists(Redis redis, List<String[]> runs) {
    List<List<@Nullable String>> answers = new ArrayList<>();
    try {
      redis
          .<String[], Object>inOrder(
              runs,
              (commands, args) -> commands.evalsha(digest, ScriptOutputType.MULTI, NO_KEYS, args))
          .forEach(answer -> answers.add(strings(answer)));
    } catch (RedisNoScriptException _) {
      answers.clear();
      runs.forEach(args -> answers.add(list(redis, args)));
    }
    return answers;
  }

  private static List<@Nullable String> strings(@Nullable Object list) {
    List<@Nullable String> answer = new ArrayList<>();
    if (list instanceof List<?> elements) {
      for (Object element : elements) {
        answer.add(element == null ? null : element.toString());
      }
    }
    return answer;
  }

  /** Runs it; the answer is one string, or null where the script answers false. */
  @Nullable String value(Redis redis, String... args) {
    return (String) run(redis, ScriptOutputType.VALUE, args);
  }

  /** Runs it; the answer is a number. */
  long number(Redis redis, String... args) {
    return (Long) Objects.requireNonNull(run(redis, ScriptOutputType.INTEGER, args));
  }

  /**
   * The same with bytes that are no text in the place of some of the arguments.
   *
   * @param bytes by the index of the argument, which begins at 0
   */
  long number(Redis redis, Map<Integer, byte[]> bytes, String... args) {
    return redis.call(commands -> {
      try {
        return commands.dispatch(
            CommandType.EVALSHA, new IntegerOutput<>(StringCodec.UTF8), all(digest, bytes, args));
      } catch (RedisNoScriptException _) {
        return commands.dispatch(
            CommandType.EVAL, new IntegerOutput<>(StringCodec.UTF8), all(text, bytes, args));
      }
    });
  }

  private static CommandArgs<String, String> all(
      String script, Map<Integer, byte[]> bytes, String... args) {
    CommandArgs<String, String> all =
        new CommandArgs<>(StringCodec.UTF8).addValue(script).add(NO_KEYS.length);
    for (int i = 0; i < args.length; i++) {
      byte @Nullable [] instead = bytes.get(i);
      var _ = instead == null ? all.addValue(args[i]) : all.add(instead);
    }
    return all;
  }

  private @Nullable Object run(Redis redis, ScriptOutputType type, String... args) {
    return redis.<@Nullable Object>call(commands -> {
      try {
        return commands.<@Nullable Object>evalsha(digest, type, NO_KEYS, args);
      } catch (RedisNoScriptException _) {
        return commands.<@Nullable Object>eval(text, type, NO_KEYS, args);
      }
    });
  }

  private static String read(String name) {
    String file = name + ".lua";
    try (InputStream in = LuaScript.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the script " + file + " is missing from this program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the script " + file + " of this program", e);
    }
  }

  private static String sha1(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}
