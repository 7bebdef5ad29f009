package dev.slipway.registrysync.oci;

/** An upload that its registry no longer knows; the blob has to be sent from its start. */
public final class UploadLostException extends Exception {
  private static final long serialVersionUID = 1L;

  UploadLostException(String message, Throwable cause) {
    super(message, cause);
  }
}
