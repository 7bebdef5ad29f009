package dev.slipway.store;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Everything that Slipway keeps in Redis, by name. Scripts see the same names as fields of the Lua
 * table {@code key}, in lower case. A constant whose text ends in a colon is completed with what
 * its comment says.
 *
 * <p>Scripts find some of the records they move only while they run, so the keys of one call cannot
 * be declared beforehand and Slipway needs a single Redis, not a Redis Cluster.
 */
enum Key {
  /** Repository id: string, the repository as JSON with its secrets sealed. */
  REPOSITORY("repository:"),
  /** Hash: {@code forge/owner/name} to repository id. */
  REPOSITORIES("repositories"),
  /** Repository id: hash from ref to what was last decided on it, as HeadText writes it. */
  HEADS("heads:"),
  /** Repository id: there when the heads of a new repository were noted. */
  BASELINE("baseline:"),
  /** Repository id: hash from ref to number, blank, commit of its newest build that succeeded. */
  BUILT("built:"),

  /** Delivery id: string, the delivery as JSON. */
  DELIVERY("delivery:"),
  /** Sorted set of all delivery ids, by id. */
  DELIVERIES("deliveries"),
  /** Repository id: sorted set of its delivery ids, by id. */
  DELIVERIES_OF("deliveries:"),
  /** Repository id, colon, the forge's delivery id: delivery id; lives for seven days. */
  DELIVERED("delivered:"),

  /**
   * Build id: hash with {@code request, repository, ref, branch, number, revision, kind, attempt,
   * state, steps, deployments}, {@code place} (where it stands in its line), {@code entry} (its
   * lease: an entry of the queue's stream; empty while nobody has one), {@code worker} and {@code
   * claim} (who claimed it, and with which call), {@code finish} (digest of the call that ended the
   * attempt), {@code group} (whose place it has), {@code held-by} (the number of the build that has
   * the place it wants), {@code log} (number of lines), {@code sealed} (how many of them are in
   * blocks).
   */
  BUILD("build:"),
  /** Sorted set of all build ids, by id. */
  BUILDS("builds"),
  /** Repository id, or repository id, colon, branch: sorted set of the ids of its builds, by id. */
  BUILDS_OF("builds:"),
  /** Status, or repository id, colon, status: sorted set of the ids of such builds, by id. */
  BUILDS_WITH("builds-with:"),
  /** Repository id: number of its newest build. */
  BUILD_NUMBER("build-number:"),
  /** Repository id, colon, ref: set of the builds that are queued, or wait for a yes, for it. */
  BUILDS_OF_REF("builds-of-ref:"),
  /** Repository id: list of begin, blank, end of its latest builds that succeeded or failed. */
  BUILD_DURATIONS("build-durations:"),
  /**
   * Stream, consumer group {@code builders}: an entry that is pending for a worker is its lease on
   * a build. Also the channel that tells of new builds.
   */
  BUILD_QUEUE("queue:builds"),
  /** Repository id: sorted set of its queued builds, by place. */
  BUILD_LINE("queue:builds:of:"),
  /**
   * Sorted set of the repositories with a line that need no label, by the turn when they may have a
   * build run.
   */
  BUILD_LINES("queue:builds:lines"),
  /**
   * Labels with commas between: the same, of repositories whose builds need a builder with them.
   */
  BUILD_LINES_WITH("queue:builds:lines:"),
  /** Hash from repository id to the labels that its builds need, with commas between. */
  BUILD_LABELS("queue:builds:labels"),
  /** Hash from each of those sets of labels to how many repositories need it. */
  BUILD_LABEL_SETS("queue:builds:label-sets"),
  /** Hash from worker to the millisecond when it was last heard of, blank, its labels. */
  BUILDERS("builders"),
  /** The turn that was given last. */
  BUILD_CLOCK("queue:builds:clock"),
  /** Hash from repository id to the turn that it would have had when its line ended. */
  BUILD_SHARES("queue:builds:shares"),
  /** Repository id, colon, concurrency group: the build that has its place. */
  BUILD_GROUP("build-group:"),
  /** Counter that gives builds their place in the line. */
  BUILD_TURN("queue:builds:turn"),
  /** Sorted set of builds that wait to be tried again, by the millisecond when that is due. */
  BUILD_DELAYED("queue:builds:delayed"),

  /** Sorted set of all service ids, by id. */
  SERVICES("services"),
  /**
   * Service id: hash with {@code releases} (how many), {@code live, deploying, waiting,
   * waiting-automatic} (0 or 1), {@code last, paused} and {@code adjusted} (both JSON), and for
   * each repository {@code newest-build:ID} and the {@code newest-release:ID} that it made.
   */
  SERVICE("service:"),
  /** Service id: hash from number to release content as JSON. */
  RELEASES("releases:"),
  /**
   * Deployment id: hash with {@code service, release, kind, created_at, attempt, status, state}
   * (JSON), {@code phases} (how many), {@code phase1} and on (each JSON), {@code entry} (its place
   * in the stream), {@code worker} and {@code claim} (who claimed it, and with which call), {@code
   * wish} (JSON).
   */
  DEPLOYMENT("deployment:"),
  /**
   * Deployment id: hash from the number of a line to the line that its release command printed;
   * lives for 30 days.
   */
  DEPLOYMENT_LOG("deployment-log:"),
  /**
   * Service id: sorted set of what happened to its containers, as JSON, by microseconds; lives for
   * 30 days after the last.
   */
  CONTAINER_EVENTS("container-events:"),
  /**
   * Stream, consumer group {@code deployers}: an entry hints that a rollout wants to be carried on.
   * Also the channel that tells of new ones.
   */
  DEPLOYMENT_QUEUE("queue:deployments"),

  /**
   * Hash: service id to version, blank, {@code held} or {@code open}, blank, route as JSON. Also
   * the channel that tells of changes.
   */
  ROUTES("routes"),
  /** Hash: id of a service whose requests are held by hand to why, as JSON. */
  HELD_SERVICES("routes:held-by"),
  /** Counter of route versions. */
  ROUTE_VERSION("routes:version"),
  /** Set of the names of edges. Also the channel that tells of their reports. */
  EDGES("edges"),
  /** Name of an edge: string, its last report as JSON; lives as long as the edge is believed to. */
  EDGE("edge:"),

  /**
   * Build id: stream of batches of lines that are in no block yet, each with the number of its last
   * line as entry id; lives for 30 days after the end of the build. Also the channel that tells of
   * more lines.
   */
  LOG("log:"),
  /**
   * Build id: stream of blocks of lines, as {@link LogBlock} writes them, with ids as in {@link
   * #LOG}, so that the one that holds a line is found by its number; lives as long.
   */
  LOG_BLOCKS("log-blocks:"),
  /** Build id: list of what each block holds, as JSON; lives as long. */
  LOG_SURVEYS("log-surveys:"),

  /** Stream of the latest changes of any record. Also the channel that tells of them. */
  EVENTS("events"),

  /**
   * Sorted set of what moved since somebody last looked whether a forge has to be told: {@code
   * build:ID}, {@code deployment:ID}. Also the channel that tells of reports that ended.
   */
  REPORTS("reports"),
  /**
   * Subject, written as in {@link #REPORTS}, or {@code pull_request:BUILD}: hash with {@code
   * repository, account, lane} (what it must be told in order with), {@code failures}, and {@code
   * claim} while it is held.
   */
  REPORT("report:"),
  /** Sorted set of the accounts with reports, by the millisecond when one had its last turn. */
  REPORT_ACCOUNTS("reports:accounts"),
  /** Account id: sorted set of subjects, by the millisecond when they are due. */
  REPORTS_DUE("reports:due:"),
  /** Account id: sorted set of subjects, by the millisecond when their lease ends. */
  REPORTS_HELD("reports:held:"),
  /** Account id: sorted set of the newest subjects that were given up, by the millisecond. */
  REPORTS_GIVEN_UP("reports:given-up:"),
  /** Hash from lane to the subject that is held in it. */
  REPORT_LANES("reports:lanes"),
  /** Claim: the subject that it took; lives as long as the first lease. */
  REPORT_CALL("reports:call:"),
  /** Account id: there while its reports are held back. */
  REPORT_PAUSE("reports:pause:"),
  /** Repository id: why its forge could last not be told something. */
  REPORT_PROBLEM("reports:problem:"),
  /** Repository id, colon, place: what was last told there. */
  REPORT_TOLD("reports:told:"),

  /**
   * Repository id, or {@code team}: hash from a secret's name, or its environment, slash, name, to
   * its version, blank, the rest as JSON with the value sealed.
   */
  SECRETS("secrets:"),
  /** The same: hash to the newest version that there was, also of those that were removed. */
  SECRET_VERSIONS("secret-versions:"),
  /** The same: hash from that field, colon, version, to what {@link #SECRETS} keeps of it. */
  SECRET_VALUES("secret-values:"),

  /** Account id: string, the account as JSON with its token sealed. */
  ACCOUNT("account:"),
  /** Sorted set of account ids, by the millisecond when they were connected. */
  ACCOUNTS("accounts"),

  /** Set of the names of users. */
  USERS("users"),
  /**
   * Name of a user: hash with {@code role, created, disabled} (0 or 1), {@code call} (which one
   * added it), and where there is one {@code password} (its hash), {@code password-set} and {@code
   * seen}.
   */
  USER("user:"),
  /** SHA-256 of an API token in hex: hash with {@code id, owner, text} (JSON), {@code used}. */
  API_TOKEN("api-token:"),
  /** Hash from the id of an API token to that digest. */
  API_TOKENS("api-tokens"),
  /** SHA-256 of a session's cookie in hex: hash with {@code text} (JSON), {@code seen, ends}. */
  SESSION("session:"),
  /** Name of a user: hash from the id of a session to that digest. */
  SESSIONS_OF("sessions:of:"),
  /** What was tried at, such as an account or an address: how often; lives as long as it counts. */
  TRIES("tries:"),

  /** Hash: host to what was said about the registry there, as JSON with its password sealed. */
  REGISTRIES("registries"),
  /** Rule id: string, the rule as JSON. */
  SYNC_RULE("sync-rule:"),
  /** Sorted set of all ids of rules, by id. */
  SYNC_RULES("sync-rules"),
  /**
   * Run id: hash with {@code rule, by, queued_at, status, attempt, progress} (JSON), and where it
   * got so far {@code worker, claim} (which call claimed it), {@code lease} and {@code told}
   * (milliseconds when it runs out, and when the feed last heard of its progress), {@code
   * started_at, finished_at, canceled_by, problems} (JSON), and {@code given} (the rule as JSON)
   * where no rule is kept for it.
   */
  SYNC_RUN("sync-run:"),
  /** Sorted set of all ids of runs, by id. */
  SYNC_RUNS("sync-runs"),
  /** Rule id: sorted set of the ids of its runs, by id. */
  SYNC_RUNS_OF("sync-runs:"),
  /** Sorted set of runs that have not ended, by id. Also the channel that tells of new ones. */
  SYNC_OPEN("sync-runs-open"),
  /** Hash from rule id to its run that has not ended. */
  SYNC_OPEN_OF("sync-runs-open-of"),

  /** Hash from a repository of the own registry, or {@code *}, to its rule as JSON. */
  RETENTION_RULES("retention-rules"),
  /**
   * Run id: hash with {@code scope, by, queued_at, status, attempt}, and where it got so far {@code
   * worker, claim} (which call claimed it), {@code lease} (millisecond when it runs out), {@code
   * started_at, finished_at, result} (JSON).
   */
  RETENTION_RUN("retention-run:"),
  /** Sorted set of the ids of the newest runs, by id. */
  RETENTION_RUNS("retention-runs"),
  /** Sorted set of runs that have not ended, by id. Also the channel that tells of new ones. */
  RETENTION_OPEN("retention-runs-open"),
  /** Hash from scope to when a run of it was last wanted. */
  RETENTION_WANTED("retention-wanted"),

  /** Sorted set of pushes to the own registry, by the millisecond when their lease ends. */
  REGISTRY_PUSHES("registry:pushes"),
  /** Who has closed the own registry for pushes; lives as long as that lease. */
  REGISTRY_CLOSED("registry:closed"),
  /**
   * Sorted set of builds that pushed and for which no copies were started yet, by id. Also the
   * channel that tells of more.
   */
  PUSHED_BUILDS("builds-pushed"),
  /** Rule id: hash from an image that builds asked for to what is known of its copy (JSON). */
  MIRRORED("mirrored:"),
  /** Rule id: sorted set of those images, by when they were asked for (millisecond). */
  MIRRORED_AT("mirrored-at:"),

  /** Stream of {@code at} (millisecond), {@code hash, text} (JSON); number as entry id. */
  AUDIT("audit"),
  /**
   * Hash with {@code number} and {@code head}, the hash, of the newest entry of the audit log, and
   * {@code cut_number} and {@code cut} of the newest that was cut off for its age.
   */
  AUDIT_CHAIN("audit:chain");

  private static final String PREFIX = "slipway:";
  private static final Pattern FIELD = Pattern.compile("\\bkey\\.([a-z_]+)");
  private final String text;

  Key(String text) {
    this.text = PREFIX + text;
  }

  /** The key of one record. */
  String of(Object rest) {
    return text + rest;
  }

  /** Puts the names in the place of the fields of the table {@code key} in a script. */
  static String inLua(String script) {
    return FIELD
        .matcher(script)
        .replaceAll(field -> "'" + valueOf(field.group(1).toUpperCase(Locale.ROOT)).text + "'");
  }

  @Override
  public String toString() {
    return text;
  }
}
