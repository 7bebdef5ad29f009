package dev.slipway.server.pipeline;

import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.config.pipeline.PipelineFile;
import dev.slipway.core.pipeline.Pipeline;
import dev.slipway.core.pipeline.PipelineReader.Reading;
import dev.slipway.core.pipeline.PipelineSummary;
import dev.slipway.core.pipeline.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks a pipeline file without a server. */
@Command(
    name = "validate",
    description = {
      "Check a pipeline file and say what it means; needs no server.",
      "Without FILE the .slipway.yml here or at the root of the git work tree; - is standard input.",
      "Every problem is told with its place, as FILE:LINE:COLUMN."
    },
    footer = {"", "Exit codes: 0 valid, 2 invalid.", "", "Example: slipway validate .slipway.yml"},
    mixinStandardHelpOptions = true)
public final class ValidateCommand implements Callable<Integer> {
  private final Shell shell;
  private final Path folder;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "The file to check.")
  private @Nullable String file;

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  /**
   * @param folder what relative paths start from
   */
  public ValidateCommand(Shell shell, Path folder) {
    this.shell = shell;
    this.folder = folder;
  }

  @Override
  public Integer call() {
    WrittenFile written = WrittenFile.find(file, folder, shell.in());
    Reading reading = new PipelineFile().read(written.bytes(), written.context());
    if (json) {
      shell.print(ReadingJson.of(written.name(), reading));
    } else {
      tell(reading, written);
    }
    shell.out().flush();
    return switch (reading) {
      case Reading.Valid _ -> ExitCode.OK.number();
      case Reading.Invalid _ -> ExitCode.USAGE.number();
    };
  }

  private void tell(Reading reading, WrittenFile written) {
    if (written.bytes() == null) {
      shell.say("There is no .slipway.yml; everything is inferred from the Dockerfile:");
    }
    switch (reading) {
      case Reading.Valid(Pipeline pipeline) -> PipelineSummary.of(pipeline).forEach(shell::print);
      case Reading.Invalid(List<Problem> problems) -> {
        new ProblemText(written, shell.terminals().err(), shell.colors())
            .lines(problems)
            .forEach(shell.err()::println);
        throw new CommandFailed(
            ExitCode.USAGE,
            written.name() + " has " + count(problems.size(), "problem"),
            "what each key means: slipway docs");
      }
    }
  }

  private static String count(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}
