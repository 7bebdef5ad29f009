package dev.slipway.config.pipeline;

import dev.slipway.config.shape.Complaint;
import dev.slipway.config.shape.Shape;
import dev.slipway.config.shape.Shape.Text;
import dev.slipway.config.yaml.Fields;
import dev.slipway.config.yaml.Problems;
import dev.slipway.config.yaml.Yaml;
import dev.slipway.core.pipeline.EnvValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The top-level {@code env} key: set in every step and service, and variables of the file. */
final class EnvSection {
  static final String KEY = "env";

  /** Not checked for variables in general, because only those above each entry are known to it. */
  static final Shape SHAPE = ContainerKeys.env(Text.VERBATIM, ContainerKeys.SECRET);

  private final Variables variables;
  private final Problems problems;

  EnvSection(Variables variables, Problems problems) {
    this.variables = variables;
    this.problems = problems;
  }

  /** Reads the entries in their order, each of which becomes a variable for those below it. */
  Map<String, EnvValue> read(Fields file) {
    Map<String, EnvValue> env = new LinkedHashMap<>();
    Optional<Fields> entries = file.mapping(KEY);
    entries.ifPresent(fields ->
        fields
            .mapping()
            .entries()
            .forEach((name, entry) -> {
              switch (entry.value()) {
                case Yaml.Mapping map -> {
                  variables.addSecret(name);
                  new Fields(map, "")
                      .text("from_secret")
                      .ifPresent(secret -> env.put(name, new EnvValue.FromSecret(secret)));
                }
                case Yaml.Scalar scalar when !scalar.isNull() ->
                    env.put(name, new EnvValue.Plain(plain(fields, name, scalar)));
                case Yaml.Scalar _, Yaml.Sequence _ -> {}
              }
            }));
    return env;
  }

  private String plain(Fields fields, String name, Yaml.Scalar scalar) {
    Optional<Complaint> complaint = variables.complaint(scalar.text());
    complaint.ifPresent(
        wrong -> problems.add(fields.path(name), scalar.at(), wrong.message(), wrong.hint()));
    String value = variables.replace(scalar.text());
    variables.add(name, value);
    return value;
  }
}
