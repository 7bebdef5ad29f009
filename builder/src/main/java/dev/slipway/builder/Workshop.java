package dev.slipway.builder;

import dev.slipway.core.build.BuildQueue;
import dev.slipway.core.build.ImageBuilder;
import dev.slipway.core.build.Sources;
import dev.slipway.core.build.StepRunner;
import dev.slipway.core.deploy.Services;
import dev.slipway.core.secret.Secrets;

/**
 * What builds are made with.
 *
 * @param services what deployed before; see {@link ReleasePlan}
 * @param queue where builds of one concurrency group wait for each other
 */
public record Workshop(
    Sources sources,
    StepRunner steps,
    ImageBuilder images,
    Secrets secrets,
    Services services,
    BuildQueue queue) {}
