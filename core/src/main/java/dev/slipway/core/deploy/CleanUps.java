package dev.slipway.core.deploy;

import dev.slipway.core.deploy.CleanUp.Outcome;
import dev.slipway.core.deploy.CleanUp.Plan;
import java.util.Optional;

/** Cleans targets up, and keeps what releases need. Safe for concurrent use. */
public interface CleanUps {
  /** What would go; nothing is removed. Empty where there is no such target. */
  Optional<Plan> plan(String target) throws TargetException;

  /** Removes what a fresh plan names. Empty where there is no such target. */
  Optional<Outcome> carryOut(String target) throws TargetException;
}
