package dev.slipway.config.shape;

/**
 * A key that a map may have.
 *
 * @param description one sentence or two, for editors that show it beside the key
 * @param required whether the map makes no sense without it
 * @param later whether it is part of the format and not carried out by this version
 * @param example the key with a value, as one could write it; may be empty
 */
public record Key(
    String name, String description, Shape shape, boolean required, boolean later, String example) {

  public static Key of(String name, String description, Shape shape) {
    return new Key(name, description, shape, false, false, "");
  }

  public Key needed() {
    return new Key(name, description, shape, true, later, example);
  }

  public Key notYet() {
    return new Key(name, description, shape, required, true, example);
  }

  public Key like(String text) {
    return new Key(name, description, shape, required, later, text);
  }
}
