package io.github.latchkey.batch.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.batch.model.Required;
import io.github.latchkey.batch.model.Versions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks {@link Required} and {@link Versions} while a request is written, when the whole object is known. */
final class RequestRules extends BeanSerializerModifier {

    /** The attribute that carries the service version; without it only requests are written unchecked, as in logs. */
    static final Object SERVICE_VERSION = "serviceVersion";

    private static final long serialVersionUID = 1L;

    @Override
    public List<BeanPropertyWriter> changeProperties(
            SerializationConfig config, BeanDescription description, List<BeanPropertyWriter> properties) {
        properties.replaceAll(property -> {
            boolean required = property.getMember().hasAnnotation(Required.class);
            Versions versions = property.getMember().getAnnotation(Versions.class);
            String owner = description.getBeanClass().getSimpleName();
            return required || versions != null ? new Checked(property, owner, required, versions) : property;
        });
        return properties;
    }

    private static final class Checked extends BeanPropertyWriter {

        private static final long serialVersionUID = 1L;

        private final String option;
        private final boolean required;
        private final String from;
        private final String until;

        Checked(BeanPropertyWriter base, String owner, boolean required, @Nullable Versions versions) {
            super(base);
            this.option = owner + "." + base.getName();
            this.required = required;
            this.from = versions == null ? "" : versions.from();
            this.until = versions == null ? "" : versions.until();
        }

        @Override
        public void serializeAsField(Object bean, JsonGenerator generator, SerializerProvider provider)
                throws Exception {
            Object version = provider.getAttribute(SERVICE_VERSION);
            if (version != null) {
                check(get(bean), version.toString());
            }
            super.serializeAsField(bean, generator, provider);
        }

        private void check(@Nullable Object value, String version) {
            if (value == null) {
                if (required) {
                    throw new InvalidOptionException(option, null, "the service requires it and it was not set.");
                }
                return;
            }
            // Versions start with a date, so their texts compare as they do.
            if (version.compareTo(from) < 0) {
                throw new InvalidOptionException(
                        option,
                        null,
                        "service version " + version + " does not know it; choose " + from + " or later.");
            }
            if (!until.isEmpty() && version.compareTo(until) >= 0) {
                throw new InvalidOptionException(
                        option,
                        null,
                        "service version " + until + " dropped it; leave it out, or choose an earlier version than "
                                + version + ".");
            }
        }
    }
}
