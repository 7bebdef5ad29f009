package dev.slipway.core.deploy;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * How far a rollout is. Each state is recorded before its phase acts, and each phase can be
 * repeated: when the process dies, another deployer claims the deployment and goes on from the
 * recorded state. {@link DeploymentMoves} says which moves there are.
 */
public sealed interface DeploymentState {
  /** Waits for its turn. Nothing was done. */
  record Pending() implements DeploymentState {}

  /** The image is being made available where it will run. Nothing to undo. */
  record Preparing() implements DeploymentState {}

  /**
   * Containers of the new release are being started; whatever carries the deployment's label is its
   * own.
   *
   * @param serving those of earlier batches, which have their part of the traffic
   */
  record Starting(List<Instance> serving) implements DeploymentState {
    public Starting {
      serving = List.copyOf(serving);
    }
  }

  /** The fresh containers run without traffic until they are healthy. */
  record Checking(List<Instance> serving, List<Instance> fresh) implements DeploymentState {
    public Checking {
      serving = List.copyOf(serving);
      fresh = List.copyOf(fresh);
    }
  }

  /**
   * The route is being moved to the new containers; repeated until every edge has it.
   *
   * @param percent of the traffic that they get
   */
  record Switching(List<Instance> instances, int percent) implements DeploymentState {
    public Switching {
      instances = List.copyOf(instances);
    }
  }

  /**
   * The new containers have their traffic and are judged by it; the old ones finish what they
   * began, ready to take it back.
   *
   * @param percent of the traffic that the new ones have
   */
  record Watching(List<Instance> instances, int percent) implements DeploymentState {
    public Watching {
      instances = List.copyOf(instances);
    }
  }

  /** Done: what was live before is on standby. */
  record Live(List<Instance> instances) implements DeploymentState {
    public Live {
      instances = List.copyOf(instances);
    }
  }

  /** Not done; what served before still serves. */
  record Failed(Cause cause) implements DeploymentState {}

  /**
   * The new release had the traffic and lost it again; {@code to} is the release that has it now.
   */
  record RolledBack(int to, String because) implements DeploymentState {}

  /**
   * Why a rollout failed.
   *
   * @param phase in which it happened, by its status word
   * @param message one sentence that names the thing
   * @param hint what to do next
   * @param lastLines what the container said last; may be empty
   */
  record Cause(String phase, String message, String hint, List<String> lastLines) {
    public Cause {
      lastLines = List.copyOf(lastLines);
    }
  }

  /** Whether nothing will change any more. */
  default boolean ended() {
    return switch (this) {
      case Pending _, Preparing _, Starting _, Checking _, Switching _, Watching _ -> false;
      case Live _, Failed _, RolledBack _ -> true;
    };
  }

  /** The word for it in API and pages. */
  default Status status() {
    return switch (this) {
      case Pending _ -> Status.PENDING;
      case Preparing _ -> Status.PREPARING;
      case Starting _ -> Status.STARTING;
      case Checking _ -> Status.CHECKING;
      case Switching _ -> Status.SWITCHING;
      case Watching _ -> Status.WATCHING;
      case Live _ -> Status.LIVE;
      case Failed _ -> Status.FAILED;
      case RolledBack _ -> Status.ROLLED_BACK;
    };
  }

  /** The states as the outside world names them. */
  enum Status {
    PENDING,
    PREPARING,
    STARTING,
    CHECKING,
    SWITCHING,
    WATCHING,
    LIVE,
    FAILED,
    ROLLED_BACK;

    /** How the API writes it. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How many percent of the traffic the new release has while it is judged by how it does with
   * them; empty in every other state.
   */
  default OptionalInt share() {
    return switch (this) {
      case Switching(_, int percent) -> OptionalInt.of(percent);
      case Watching(_, int percent) -> OptionalInt.of(percent);
      case Pending _, Preparing _, Starting _, Checking _, Live _, Failed _, RolledBack _ ->
          OptionalInt.empty();
    };
  }
}
