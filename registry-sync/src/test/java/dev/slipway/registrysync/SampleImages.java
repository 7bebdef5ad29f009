package dev.slipway.registrysync;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Makes images and pushes them: small ones with names for contents, and large ones of noise. */
final class SampleImages {
  static final String OCI = "application/vnd.oci.image.manifest.v1+json";
  static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
  static final String DOCKER = "application/vnd.docker.distribution.manifest.v2+json";
  static final String DOCKER_INDEX = "application/vnd.docker.distribution.manifest.list.v2+json";
  private static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String OCI_LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
  private static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";
  private static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip";

  private final DebianRegistry registry;
  private final String repository;

  SampleImages(DebianRegistry registry, String repository) {
    this.registry = registry;
    this.repository = repository;
  }

  /** Pushes an image for a machine's architecture; returns its digest. */
  String image(String type, String architecture, byte[]... layers) throws Exception {
    return image(type, architecture, "", layers);
  }

  /** Pushes an image that says when it was made; returns its digest. */
  String imageOf(Instant created, byte[]... layers) throws Exception {
    return image(OCI, "amd64", "\"created\":\"%s\",".formatted(created), layers);
  }

  private String image(String type, String architecture, String more, byte[]... layers)
      throws Exception {
    boolean oci = type.equals(OCI);
    byte[] config =
        """
        {%s"os":"linux","architecture":"%s","config":{},"rootfs":{"type":"layers","diff_ids":[%s]}}\
        """
            .formatted(
                more,
                architecture,
                String.join(
                    ",",
                    Arrays.stream(layers)
                        .map(layer -> '"' + DebianRegistry.sha256(layer) + '"')
                        .toList()))
            .getBytes(UTF_8);
    List<String> parts = new ArrayList<>();
    for (byte[] layer : layers) {
      parts.add(blob(oci ? OCI_LAYER : DOCKER_LAYER, layer));
    }
    return registry.pushManifest(
        repository,
        type,
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
            .formatted(
                type, blob(oci ? OCI_CONFIG : DOCKER_CONFIG, config), String.join(",", parts)));
  }

  /** Pushes a manifest that refers to another; returns its digest. */
  String referrer(String artifactType, String subject, byte[] content) throws Exception {
    return registry.pushManifest(
        repository,
        OCI,
        """
        {"schemaVersion":2,"mediaType":"%s","artifactType":"%s","config":%s,"layers":[%s],\
        "subject":%s,"annotations":{"made":"by a test"}}\
        """
            .formatted(
                OCI,
                artifactType,
                blob("application/vnd.oci.empty.v1+json", "{}".getBytes(UTF_8)),
                blob("application/octet-stream", content),
                descriptor(OCI, subject, "")));
  }

  /** Pushes an index; each part is a digest, or a digest and a platform with a space between. */
  String index(String type, String... parts) throws Exception {
    List<String> entries = new ArrayList<>();
    for (String part : parts) {
      String[] words = part.split(" ", -1);
      String platform = "";
      if (words.length == 2) {
        String[] of = words[1].split("/", -1);
        platform = ",\"platform\":{\"os\":\"%s\",\"architecture\":\"%s\"}".formatted(of[0], of[1]);
      }
      entries.add(descriptor(type.equals(OCI_INDEX) ? OCI : DOCKER, words[0], platform));
    }
    return registry.pushManifest(repository, type, indexOf(type, entries));
  }

  private static String indexOf(String type, List<String> entries) {
    return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
        .formatted(type, String.join(",", entries));
  }

  /** A part of an index, or a subject, as JSON. */
  String descriptor(String type, String digest, String more) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d%s}"
        .formatted(type, digest, registry.file(digest).toFile().length(), more);
  }

  private String blob(String type, byte[] content) throws Exception {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(type, registry.push(repository, content), content.length);
  }

  /** Lets a tag lead to a manifest. */
  void tag(String tag, String digest) throws Exception {
    registry.tag(repository, tag, digest);
  }

  /** So many bytes that nothing makes smaller, in the form of a gzip file. */
  static byte[] noise(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    ByteArrayOutputStream out = new ByteArrayOutputStream(size + size / 1000 + 100);
    out.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 255});
    CRC32 crc = new CRC32();
    crc.update(bytes);
    Deflater stored = new Deflater(Deflater.NO_COMPRESSION, true);
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(out, stored)) {
      deflated.write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException("writing into memory does not fail", e);
    }
    stored.end();
    for (long value : new long[] {crc.getValue(), size}) {
      for (int shift = 0; shift < 32; shift += 8) {
        out.write((int) (value >>> shift));
      }
    }
    return out.toByteArray();
  }
}
