package dev.slipway.core.registry;

import java.util.function.Consumer;

/**
 * Has copies of the images that builds begin with, so that builds live through an outage of where
 * those come from. Safe for concurrent use.
 */
public interface BaseImageMirror {
  /** Has none of any. */
  BaseImageMirror NONE = (_, _) -> new Answer.NotMirrored("");

  /**
   * The copy of an image, which is made first where that is due.
   *
   * @param log gets a line from time to time while a copy is made
   */
  Answer find(Wanted wanted, Consumer<String> log) throws InterruptedException;

  /**
   * What a build wants to begin with.
   *
   * @param image as FROM names it, with its variables replaced
   * @param mayCopy whether a copy may be made; without, what is there has to do
   */
  record Wanted(String image, boolean mayCopy) {}

  /** What there is of it. */
  sealed interface Answer {
    /**
     * Nothing: whoever builds fetches it from where it is.
     *
     * @param because in words; empty where no rule means it, so that nothing needs to be said
     */
    record NotMirrored(String because) implements Answer {}

    /**
     * A copy.
     *
     * @param reference by digest, {@code HOST/PATH@DIGEST}
     * @param because how fresh it is, in words
     */
    record Copy(String reference, String because) implements Answer {
      /** The registry's host, with the port if it is not the usual one. */
      public String host() {
        return reference.substring(0, reference.indexOf('/'));
      }
    }
  }
}
