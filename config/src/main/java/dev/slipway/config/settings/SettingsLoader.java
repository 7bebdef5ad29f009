package dev.slipway.config.settings;

import dev.slipway.config.shape.Check;
import dev.slipway.config.shape.Key;
import dev.slipway.config.shape.Shape.Either;
import dev.slipway.config.shape.Shape.Section;
import dev.slipway.config.shape.Shape.Text;
import dev.slipway.config.yaml.Fields;
import dev.slipway.config.yaml.Problems;
import dev.slipway.config.yaml.Yaml;
import dev.slipway.config.yaml.YamlParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Brings the settings together: the file {@code slipway.yml}, then environment variables, then
 * flags; later beats earlier.
 */
public final class SettingsLoader {
  private static final int MOST_VALUES = 100;

  /** The texts are checked wherever they come from, by {@link SettingsChecks}. */
  private static final Section FILE =
      new Section(
          "settings",
          Stream.concat(
                  Arrays.stream(Setting.values()).map(SettingsLoader::key),
                  Stream.of(TargetsSection.KEY))
              .toList(),
          Map.of(),
          null);

  private SettingsLoader() {}

  private static Key key(Setting setting) {
    return Key.of(
        setting.key(), setting.meaning(), Either.listOr(Text.VERBATIM, 0, MOST_VALUES));
  }

  /**
   * Reads and checks all of them.
   *
   * @param file the settings file; null where there is none
   * @param environment all environment variables; those that are none of ours are left alone,
   *     because orchestrators set some with our prefix
   * @param flags as given, by setting
   * @throws InvalidSettingsException with everything that is wrong
   */
  public static Settings load(
      @Nullable Path file, Map<String, String> environment, Map<Setting, String> flags)
      throws InvalidSettingsException {
    List<String> problems = new ArrayList<>();
    Map<Setting, Given> given = new EnumMap<>(Setting.class);
    Map<String, TargetSettings> targets =
        file == null ? Map.of() : fromFile(file, given, problems);
    for (Setting setting : Setting.values()) {
      String value = environment.get(setting.variable());
      if (value != null && !value.isBlank()) {
        given.put(setting, new Given(value, "the variable " + setting.variable()));
      }
    }
    flags.forEach(
        (setting, value) -> given.put(setting, new Given(value, "the flag " + setting.flag())));
    Settings settings = new SettingsChecks(given, environment, problems).settings(targets);
    if (!problems.isEmpty()) {
      throw new InvalidSettingsException(problems);
    }
    return settings;
  }

  /** The targets in it; the rest is put among what is given. */
  private static Map<String, TargetSettings> fromFile(
      Path file, Map<Setting, Given> given, List<String> problems) {
    Problems found = new Problems();
    Map<String, TargetSettings> targets = new LinkedHashMap<>();
    try {
      Optional<Yaml> document = YamlParser.parse(Files.readAllBytes(file), found);
      document.ifPresent(yaml -> {
        new Check(found, _ -> Optional.empty()).document(yaml, FILE);
        if (yaml instanceof Yaml.Mapping mapping) {
          Fields fields = new Fields(mapping, "");
          for (Setting setting : Setting.values()) {
            List<String> texts = fields.texts(setting.key());
            if (!texts.isEmpty()) {
              given.put(setting, new Given(String.join(",", texts), file.toString()));
            }
          }
          targets.putAll(TargetsSection.read(fields, found));
        }
      });
    } catch (IOException e) {
      problems.add(file + " cannot be read: " + e.getMessage());
    }
    found
        .all()
        .forEach(problem ->
            problems.add(
                file + ": " + problem + (problem.hint().isEmpty() ? "" : "; " + problem.hint())));
    return targets;
  }

  /** A value and where it came from. */
  record Given(String value, String source) {}
}
