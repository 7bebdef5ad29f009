package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes a tag or an image from the registry. */
@Command(
    name = "rm",
    description = {
      "Removes a tag, or the image where no other tag leads to it.",
      "What a release, a container, an index or something that refers to it needs stays."
    },
    footer = {"", "Example: slipway images rm acme/shop:1a2b3c4"})
public final class ImagesRemoveCommand extends Verb {
  /** The only value so far, in the words of the API. */
  enum All {
    ALL
  }

  @Parameters(
      paramLabel = "REPOSITORY:TAG|REPOSITORY@DIGEST",
      description = "As `slipway images REPOSITORY` lists it.")
  String name = "";

  @Option(
      names = "--tags",
      paramLabel = "all",
      description = "The image with all tags that lead to it.")
  @Nullable All tags;

  @Option(
      names = "--referrers",
      paramLabel = "all",
      description = "Also what refers to it: signatures, SBOMs.")
  @Nullable All referrers;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  boolean yes;

  public ImagesRemoveCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    ImageName image = ImageName.parse(name);
    if (image.reference().isEmpty()) {
      throw CommandFailed.usage(
          "\"" + name + "\" names no image", "write REPOSITORY:TAG or REPOSITORY@DIGEST");
    }
    String digest = Json.text(api().get(image.path()), "digest");
    if (!yes && !shell.confirm("Remove %s, which is %s?".formatted(image, digest))) {
      shell.say("Nothing was removed.");
      return ExitCode.CANCELED;
    }
    List<String> query = new ArrayList<>();
    if (tags != null) {
      query.add("tags=all");
    }
    if (referrers != null) {
      query.add("referrers=all");
    }
    JsonNode gone =
        api().delete(image.path() + (query.isEmpty() ? "" : "?" + String.join("&", query)));
    if (json) {
      printJson(gone);
    }
    List<String> parts = new ArrayList<>();
    gone.path("tags").forEach(tag -> parts.add(tag.asText()));
    gone.path("digests").forEach(each -> parts.add(each.asText()));
    shell.say("Removed from " + image.repository() + ": " + String.join(", ", parts));
    return ExitCode.OK;
  }
}
