package dev.slipway.edge;

import java.io.FileInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A self-signed certificate made by the JDK's keytool. */
record TestCertificate(Certificate certificate, String chain, String key) {
  private static final String PASSWORD = "changeit";

  /** For these DNS names; {@code algorithm} is RSA or EC. */
  static TestCertificate of(Path folder, String algorithm, String... hosts) throws Exception {
    Path store = Files.createTempDirectory(folder, "made").resolve("store.p12");
    String names = Stream.of(hosts).map(host -> "dns:" + host).collect(Collectors.joining(","));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "it",
                "-keyalg",
                algorithm,
                "-dname",
                "CN=test",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString()));
    if (hosts.length > 0) {
      command.addAll(List.of("-ext", "san=" + names));
    }
    Process made = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (made.waitFor() != 0) {
      throw new IllegalStateException(said);
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = new FileInputStream(store.toFile())) {
      keys.load(in, PASSWORD.toCharArray());
    }
    Certificate certificate = keys.getCertificate("it");
    return new TestCertificate(
        certificate,
        pem("CERTIFICATE", certificate.getEncoded()),
        pem("PRIVATE KEY", keys.getKey("it", PASSWORD.toCharArray()).getEncoded()));
  }

  /** Puts the pair into the folder, or in the place of the one there. */
  void write(Path folder, String name) throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(name + ".key"), key);
    Files.writeString(folder.resolve(name + ".crt"), chain);
  }

  private static String pem(String what, byte[] content) {
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
        .formatted(what, Base64.getMimeEncoder().encodeToString(content), what);
  }
}
