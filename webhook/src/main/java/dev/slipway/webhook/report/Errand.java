package dev.slipway.webhook.report;

import dev.slipway.core.account.ForgeException;
import dev.slipway.core.report.Report;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.Repository;
import dev.slipway.webhook.forge.CommitStatus;
import dev.slipway.webhook.forge.ForgeApi;
import dev.slipway.webhook.forge.ForgeApi.ForgeDeployment;
import org.jspecify.annotations.Nullable;

/** A report, and the forge to tell it to. */
record Errand(Report report, Repository repository, ForgeApi forge) {
  void setStatus(CommitSha commit, CommitStatus status) throws ForgeException {
    forge.setStatus(repository.name(), commit, status);
  }

  void comment(int pullRequest, String marker, String markdown) throws ForgeException {
    forge.comment(repository.name(), pullRequest, marker, markdown);
  }

  @Nullable String deployment(@Nullable String forgeId, ForgeDeployment deployment)
      throws ForgeException {
    return forge.deployment(repository.name(), forgeId, deployment);
  }
}
