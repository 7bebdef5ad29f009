package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is in the registry: repositories, the images of one, or everything about an image. */
@Command(
    name = "images",
    description = "Shows what is in the registry: who made it, where it runs, what it takes.",
    footer = {
      "",
      "Example: slipway images",
      "Example: slipway images acme/shop",
      "Example: slipway images acme/shop:1a2b3c4"
    })
public final class ImagesCommand extends Verb {
  @Parameters(
      paramLabel = "REPOSITORY[:TAG|@DIGEST]",
      arity = "0..1",
      description = "Without one, all repositories.")
  @Nullable String name;

  @Option(
      names = "--filter",
      paramLabel = "TEXT",
      description = "Only those whose name, tag, commit or service has it.")
  String filter = "";

  public ImagesCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    ImageText text = new ImageText(this);
    if (name == null) {
      ObjectNode repositories = read("images");
      if (json) {
        printJson(repositories);
      } else {
        text.printRepositories(repositories.path("items"));
        sayIfNone(repositories, "There is no image yet.");
      }
      return ExitCode.OK;
    }
    ImageName image = ImageName.parse(name);
    if (!image.reference().isEmpty()) {
      JsonNode found = api().get(image.path());
      if (json) {
        printJson(found);
      } else {
        text.printOne(found);
      }
      return ExitCode.OK;
    }
    ObjectNode tags = read(image.path());
    if (json) {
      printJson(tags);
    } else {
      text.printTags(tags.path("items"));
      sayIfNone(tags, "No image of " + name + " matches.");
    }
    return ExitCode.OK;
  }

  private ObjectNode read(String path) {
    Map<String, String> query = filter.isEmpty() ? Map.of() : Map.of("q", filter);
    return api().list(path, query, Integer.MAX_VALUE);
  }

  private void sayIfNone(JsonNode list, String none) {
    if (list.path("items").isEmpty()) {
      shell.say(none);
    }
  }
}
