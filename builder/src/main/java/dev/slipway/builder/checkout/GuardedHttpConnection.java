package dev.slipway.builder.checkout;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.net.URL;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/** One request of a fetch, carried out by the JDK's HTTP client. */
final class GuardedHttpConnection implements HttpConnection {
  private final HttpURLConnection http;
  private final GuardedHttp fetch;

  GuardedHttpConnection(HttpURLConnection http, GuardedHttp fetch) {
    this.http = http;
    this.fetch = fetch;
    int silence = Math.toIntExact(fetch.silence().toMillis());
    http.setConnectTimeout(silence);
    http.setReadTimeout(silence);
    http.setInstanceFollowRedirects(false);
  }

  @Override
  public int getResponseCode() throws IOException {
    int status = http.getResponseCode();
    fetch.answered(status);
    return status;
  }

  @Override
  public URL getURL() {
    return http.getURL();
  }

  @Override
  public @Nullable String getResponseMessage() throws IOException {
    return http.getResponseMessage();
  }

  @Override
  public Map<String, List<String>> getHeaderFields() {
    return http.getHeaderFields();
  }

  @Override
  public void setRequestProperty(String key, String value) {
    http.setRequestProperty(key, value);
  }

  @Override
  public void setRequestMethod(String method) throws ProtocolException {
    http.setRequestMethod(method);
  }

  @Override
  public void setUseCaches(boolean useCaches) {
    http.setUseCaches(useCaches);
  }

  /** The limits of the fetch count, not what JGit asks for. */
  @Override
  public void setConnectTimeout(int ignored) {
    // set when the connection was made
  }

  @Override
  public void setReadTimeout(int ignored) {
    // set when the connection was made
  }

  @Override
  public @Nullable String getContentType() {
    return http.getContentType();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return fetch.limited(http.getInputStream());
  }

  @Override
  public @Nullable String getHeaderField(String name) {
    return http.getHeaderField(name);
  }

  @Override
  public List<String> getHeaderFields(String name) {
    return http.getHeaderFields().entrySet().stream()
        .filter(field -> field.getKey() != null && field.getKey().equalsIgnoreCase(name))
        .flatMap(field -> field.getValue().stream())
        .toList();
  }

  @Override
  public int getContentLength() {
    return http.getContentLength();
  }

  @Override
  public void setInstanceFollowRedirects(boolean ignored) {
    // never
  }

  @Override
  public void setDoOutput(boolean doOutput) {
    http.setDoOutput(doOutput);
  }

  @Override
  public void setFixedLengthStreamingMode(int length) {
    http.setFixedLengthStreamingMode(length);
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return http.getOutputStream();
  }

  @Override
  public void setChunkedStreamingMode(int chunk) {
    http.setChunkedStreamingMode(chunk);
  }

  @Override
  public String getRequestMethod() {
    return http.getRequestMethod();
  }

  /** What looks like a proxy to the JDK is the server itself. */
  @Override
  public boolean usingProxy() {
    return false;
  }

  @Override
  public void connect() throws IOException {
    http.connect();
  }

  @Override
  public void configure(
      KeyManager @Nullable [] keys,
      TrustManager @Nullable [] trust,
      @Nullable SecureRandom random) {
    throw new UnsupportedOperationException(
        "certificates are always checked, but " + describe() + " was to do without");
  }

  @Override
  public void setHostnameVerifier(HostnameVerifier verifier) {
    throw new UnsupportedOperationException(
        "host names are always checked, but " + describe() + " was to do without");
  }

  private String describe() {
    return Objects.toString(http.getURL().getHost(), "?").toLowerCase(Locale.ROOT);
  }
}
