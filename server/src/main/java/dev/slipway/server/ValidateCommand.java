package dev.slipway.server;

import dev.slipway.config.pipeline.PipelineFile;
import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.pipeline.Pipeline;
import dev.slipway.core.pipeline.PipelineReader;
import dev.slipway.core.pipeline.PipelineReader.Context;
import dev.slipway.core.pipeline.PipelineReader.Reading;
import dev.slipway.core.pipeline.Problem;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryName;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a pipeline file without a server. */
@Command(
    name = "validate",
    description = "Check a pipeline file and say what it means.",
    footer = {"", "Example: slipway validate .slipway.yml"},
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
  private static final int INVALID = 2;

  /** Stands for the commit and repository that are not known here. */
  private static final Context ANY =
      new Context(
          new RepositoryName("owner/app"),
          GitRef.ofBranch("main"),
          new CommitSha("0123456789abcdef0123456789abcdef01234567"),
          1);

  @Parameters(arity = "0..1", paramLabel = "FILE", defaultValue = PipelineReader.FILE)
  private Path file = Path.of(PipelineReader.FILE);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      err.println(
          file + " cannot be read. Without a file everything is inferred from the Dockerfile");
      return INVALID;
    }
    return switch (new PipelineFile().read(bytes, ANY)) {
      case Reading.Valid(Pipeline pipeline) -> {
        describe(pipeline, out);
        yield 0;
      }
      case Reading.Invalid(var problems) -> {
        problems.forEach(problem -> err.println(told(problem)));
        yield INVALID;
      }
    };
  }

  /** In the form that editors and CI systems recognise. */
  private String told(Problem problem) {
    String hint = problem.hint().isEmpty() ? "" : "; " + problem.hint();
    return "%s:%d:%d: %s%s%s"
        .formatted(
            file,
            problem.line(),
            problem.column(),
            problem.path().isEmpty() ? "" : problem.path() + ": ",
            problem.message(),
            hint);
  }

  private static void describe(Pipeline pipeline, PrintWriter out) {
    for (ImageBuild build : pipeline.builds()) {
      String folder = build.context().isEmpty() ? "." : build.context();
      out.println("build " + build.name() + " from " + folder + "/" + build.dockerfile());
    }
    for (DeploySpec deploy : pipeline.deploys()) {
      out.println(
          "deploy "
              + deploy.service()
              + " to "
              + deploy.environment()
              + " as "
              + String.join(", ", deploy.hosts()));
    }
  }
}
