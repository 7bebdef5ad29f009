package dev.slipway.builder.jib;

import dev.slipway.core.pipeline.ImageBuild;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Names all that goes into an image: what the context holds, the Dockerfile, target and arguments,
 * the digests of the base images, and how we write layers. Two builds with the same inputs give the
 * same image, whoever asks for them, so the second need not be done.
 */
final class InputDigest {
  /** To be raised with whatever makes the same inputs come out as another image. */
  private static final String FORMAT = "1";

  private static final int LENGTH = 40;

  private InputDigest() {}

  /**
   * The tag that an image of these inputs has beside its others.
   *
   * @param context stands for the content of the context's folder
   * @param bases digests of all images that its stages begin with, in their order
   */
  static String tag(
      ImageBuild spec, String platform, byte[] dockerfile, String context, List<String> bases) {
    MessageDigest digest = Sha256.begin();
    try (DataOutputStream out =
        new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest))) {
      out.writeUTF(FORMAT);
      out.writeUTF(platform);
      out.writeUTF(context);
      out.writeUTF(spec.dockerfile());
      out.writeUTF(Sha256.hex(dockerfile));
      out.writeUTF(spec.target() == null ? "" : "target " + spec.target());
      for (Map.Entry<String, String> arg : new TreeMap<>(spec.args()).entrySet()) {
        out.writeUTF(arg.getKey());
        out.writeUTF(Sha256.hex(arg.getValue()));
      }
      out.writeInt(bases.size());
      for (String base : bases) {
        out.writeUTF(base);
      }
    } catch (IOException e) {
      throw new IllegalStateException("writing to nowhere does not fail", e);
    }
    return "inputs-" + Sha256.hex(digest).substring(0, LENGTH);
  }
}
