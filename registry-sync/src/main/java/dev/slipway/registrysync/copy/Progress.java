package dev.slipway.registrysync.copy;

import dev.slipway.registrysync.oci.Descriptor;

/** Is told how a copy goes, by many threads at once. */
public interface Progress {
  /** Tells nobody. */
  Progress NONE =
      new Progress() {
        @Override
        public void bytes(long moved) {}

        @Override
        public void blob(Descriptor blob, Arrival how) {}

        @Override
        public void warning(String text) {}
      };

  /** How a blob came to be where it should be. */
  enum Arrival {
    WAS_THERE,
    MOUNTED,
    SENT
  }

  /** So many bytes came from the source; a negative number when they have to come again. */
  void bytes(long moved);

  /** One more blob is at the destination. */
  void blob(Descriptor blob, Arrival how);

  /** Something that whoever started this should know. */
  void warning(String text);
}
