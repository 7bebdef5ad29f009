package dev.slipway.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.slipway.core.Glob;
import dev.slipway.core.Secret;
import dev.slipway.core.access.SessionId;
import dev.slipway.core.access.TokenId;
import dev.slipway.core.account.AccountId;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.delivery.Change;
import dev.slipway.core.delivery.Decision;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.delivery.DeliveryId;
import dev.slipway.core.deploy.ContainerEvent;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.pipeline.EnvValue;
import dev.slipway.core.pipeline.HealthCheck;
import dev.slipway.core.pipeline.HostPath;
import dev.slipway.core.secret.SecretScope;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.core.sync.SyncRuleId;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * How the records of core are written in Redis: properties in snake_case, absent where null;
 * single-value records as plain strings; each case of a sealed type with its name as {@code type};
 * times and durations in ISO-8601; bytes as {@link BodyText} writes them. Secrets are refused:
 * whoever keeps one seals it first. Unknown properties are ignored, so that an older Slipway can
 * read what a newer one wrote.
 */
final class Json {
  private static final JsonMapper MAPPER = mapper();

  private Json() {}

  static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a " + value.getClass().getName(), e);
    }
  }

  static <T> T read(String json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw unreadable(type.getSimpleName(), e);
    }
  }

  /** For types with parameters. */
  static <T> T read(String json, TypeReference<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw unreadable(type.getType().getTypeName(), e);
    }
  }

  static <T> List<T> readList(String json, Class<T> element) {
    try {
      return MAPPER.readValue(
          json, MAPPER.getTypeFactory().constructCollectionType(List.class, element));
    } catch (JsonProcessingException e) {
      throw unreadable("list of " + element.getSimpleName(), e);
    }
  }

  /** The {@code type} that a case of a sealed type is written with: RolledBack, rolled_back. */
  static String typeName(Class<?> type) {
    return type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }

  private static IllegalStateException unreadable(String what, JsonProcessingException cause) {
    // The location alone: the text itself may be a customer's.
    cause.clearLocation();
    return new IllegalStateException("a record in Redis is no " + what, cause);
  }

  private static JsonMapper mapper() {
    JsonMapper.Builder builder =
        JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(values())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .defaultPropertyInclusion(
                JsonInclude.Value.construct(
                    JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE);
    sealedType(builder, BuildState.class);
    sealedType(builder, Failure.class);
    sealedType(builder, Change.class);
    sealedType(builder, Decision.class);
    sealedType(builder, DeploymentState.class);
    sealedType(builder, HealthCheck.Probe.class);
    sealedType(builder, EnvValue.class);
    sealedType(builder, ContainerEvent.What.class);
    return builder.build();
  }

  private static void sealedType(JsonMapper.Builder builder, Class<?> type) {
    builder.addMixIn(type, NamedByType.class);
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      builder.registerSubtypes(new NamedType(permitted, typeName(permitted)));
    }
  }

  private static SimpleModule values() {
    SimpleModule module = new SimpleModule("slipway");
    single(module, BuildId.class, BuildId::new);
    single(module, WorkerId.class, WorkerId::new);
    single(module, DeliveryId.class, DeliveryId::new);
    single(module, DeploymentId.class, DeploymentId::new);
    single(module, ServiceId.class, ServiceId::new);
    single(module, RepositoryId.class, RepositoryId::new);
    single(module, RepositoryName.class, RepositoryName::new);
    single(module, CommitSha.class, CommitSha::new);
    single(module, GitRef.class, GitRef::new);
    single(module, SyncRuleId.class, SyncRuleId::new);
    single(module, AccountId.class, AccountId::new);
    single(module, TokenId.class, TokenId::new);
    single(module, SessionId.class, SessionId::new);
    single(module, Glob.class, Glob::new);
    single(module, HostPath.class, HostPath::parse);
    module.addSerializer(Delivery.Body.class, new BodyWriter());
    module.addDeserializer(
        Delivery.Body.class, new FromString<>(Delivery.Body.class, BodyText::read));
    module.addSerializer(SecretScope.class, new ScopeWriter());
    module.addDeserializer(SecretScope.class, new FromString<>(SecretScope.class, SecretScope::of));
    module.addSerializer(Secret.class, new SecretRefuser());
    return module;
  }

  /** A record whose {@code toString} is its only value. */
  private static <T> void single(SimpleModule module, Class<T> type, Function<String, T> make) {
    module.addSerializer(type, new ToStringSerializer(type));
    module.addDeserializer(type, new FromString<>(type, make));
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  private interface NamedByType {}

  private static final class FromString<T> extends StdScalarDeserializer<T> {
    private static final long serialVersionUID = 1L;
    private final transient Function<String, T> make;

    FromString(Class<T> type, Function<String, T> make) {
      super(type);
      this.make = make;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      return make.apply(parser.getValueAsString());
    }
  }

  private static final class BodyWriter extends JsonSerializer<Delivery.Body> {
    @Override
    public void serialize(Delivery.Body body, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(BodyText.of(body));
    }
  }

  private static final class ScopeWriter extends JsonSerializer<SecretScope> {
    @Override
    public void serialize(SecretScope scope, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(scope.id());
    }
  }

  private static final class SecretRefuser extends JsonSerializer<Secret> {
    @Override
    public void serialize(Secret secret, JsonGenerator out, SerializerProvider provider) {
      throw new IllegalStateException(secret + " must be sealed before it is kept");
    }
  }
}
