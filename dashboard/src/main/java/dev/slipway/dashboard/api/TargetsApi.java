package dev.slipway.dashboard.api;

import dev.slipway.core.deploy.CleanUp.Outcome;
import dev.slipway.core.deploy.CleanUp.Plan;
import dev.slipway.core.deploy.CleanUps;
import dev.slipway.core.deploy.Nodes;
import dev.slipway.core.deploy.Nodes.Node;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.deploy.Targets;
import dev.slipway.dashboard.api.TargetStanding.Trouble;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** The places where containers run, and what people do to them. Safe for concurrent use. */
public final class TargetsApi {
  private final Targets targets;
  private final CleanUps cleanUps;

  public TargetsApi(Targets targets, CleanUps cleanUps) {
    this.targets = targets;
    this.cleanUps = cleanUps;
  }

  public Answer list(Call call) throws InterruptedException, ExecutionException {
    return Answer.json(200, ListView.of(ofEach(this::standing), TargetView::of));
  }

  /** What would go: nothing is removed. */
  public Answer plan(Call call) {
    String name = find(call);
    return Answer.json(200, CleanUpView.Planned.of(name, asked(() -> plan(name))));
  }

  public Answer cleanUp(Call call) {
    Outcome outcome = carryOut(call);
    return Answer.json(200, CleanUpView.Done.of(call.path("name"), outcome));
  }

  /** Removes what nobody needs at the target that the path names. */
  public Outcome carryOut(Call call) {
    String name = find(call);
    call.fields().allow(Set.of("csrf")).check();
    return asked(() -> cleanUps.carryOut(name).orElseThrow());
  }

  public Answer nodes(Call call) {
    String name = find(call);
    return Answer.json(200, ListView.of(asked(() -> nodes(name)), NodeView::of));
  }

  /** Has a node run nothing. */
  public Answer drain(Call call) {
    return Answer.json(200, NodeView.of(change(call, Nodes::drain)));
  }

  /** Lets a node run containers again. */
  public Answer activate(Call call) {
    return Answer.json(200, NodeView.of(change(call, Nodes::activate)));
  }

  /** Changes the node that the path names; how it is afterwards. */
  public Node change(Call call, NodeChange change) {
    String name = find(call);
    String wanted = call.path("node");
    call.fields().allow(Set.of("csrf")).check();
    Nodes nodes =
        targets
            .nodes(name)
            .orElseThrow(() ->
                ProblemException.conflict(
                    "target \"" + name + "\" is a single machine, which has no nodes"));
    return asked(() -> {
      Node found = node(nodes, wanted);
      change.apply(nodes, found.id());
      return node(nodes, found.id());
    });
  }

  private static Node node(Nodes nodes, String wanted) throws TargetException {
    List<Node> all = nodes.list();
    return all.stream()
        .filter(node -> node.id().equals(wanted))
        .findFirst()
        .orElseGet(() -> named(all, wanted));
  }

  private static Node named(List<Node> all, String name) {
    List<Node> found = all.stream().filter(node -> node.name().equals(name)).toList();
    if (found.size() > 1) {
      throw ProblemException.conflict(
          found.size() + " nodes are called \"" + name + "\"; give the id of the one you mean");
    }
    return found.stream().findFirst().orElseThrow(() -> ProblemException.notFound("node", name));
  }

  /** Looks at every target at the same time: one that is away takes its time to say so. */
  public <T> List<T> ofEach(Function<String, T> look)
      throws InterruptedException, ExecutionException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<T>> looks =
          targets.names().stream().<Callable<T>>map(name -> () -> look.apply(name)).toList();
      List<T> all = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(looks)) {
        all.add(result.get());
      }
      return all;
    }
  }

  /** Whether it answers. */
  public TargetStanding standing(String name) {
    var kind = targets.kind(name).orElseThrow();
    Optional<Target> target = targets.find(name);
    try {
      return new TargetStanding(name, kind, target.orElseThrow().services().size(), null);
    } catch (TargetException e) {
      return new TargetStanding(name, kind, 0, Trouble.of(e));
    }
  }

  public Plan plan(String name) throws TargetException {
    return cleanUps.plan(name).orElseThrow();
  }

  /** None where the target is a single machine. */
  public List<Node> nodes(String name) throws TargetException {
    Optional<Nodes> nodes = targets.nodes(name);
    return nodes.isEmpty() ? List.of() : nodes.get().list();
  }

  private String find(Call call) {
    String name = call.path("name");
    if (targets.find(name).isEmpty()) {
      throw ProblemException.notFound("target", name);
    }
    return name;
  }

  private static <T> T asked(Question<T> question) {
    try {
      return question.put();
    } catch (TargetException e) {
      throw TargetProblem.of(e);
    }
  }

  /** What is done to a node. */
  @FunctionalInterface
  public interface NodeChange {
    void apply(Nodes nodes, String id) throws TargetException;
  }

  private interface Question<T> {
    T put() throws TargetException;
  }
}
