package dev.slipway.config.shape;

import dev.slipway.config.yaml.Quantities;
import java.time.Duration;
import java.util.Optional;

/** What an amount is counted in, and how it is written. */
public enum Unit {
  DURATION("duration", Quantities.DURATION_FORM, "write it like 500ms, 30s, 5m or 2h"),
  /** A duration above zero. */
  TIME("duration above zero", "(?=.*[1-9])(?:" + Quantities.DURATION_FORM + ")", DURATION.hint),
  SIZE("size", Quantities.SIZE_FORM, "write it like 512K, 768M or 2G"),
  CORES("number of cores", "(?=.*[1-9])(?:" + Quantities.CPUS_FORM + ")", "write it like 0.5 or 2");

  private final String noun;
  private final String form;
  private final String hint;

  Unit(String noun, String form, String hint) {
    this.noun = noun;
    this.form = form;
    this.hint = hint;
  }

  String noun() {
    return noun;
  }

  /** The pattern of the whole text; that it is not too much is up to {@link #complaint}. */
  String form() {
    return form;
  }

  Optional<Complaint> complaint(String text) {
    boolean fine =
        switch (this) {
          case DURATION -> Quantities.duration(text).isPresent();
          case TIME -> Quantities.duration(text).filter(Duration::isPositive).isPresent();
          case SIZE -> Quantities.bytes(text).isPresent();
          case CORES -> Quantities.milliCpus(text).isPresent();
        };
    return fine ? Optional.empty() : Optional.of(new Complaint("is no " + noun, hint));
  }
}
