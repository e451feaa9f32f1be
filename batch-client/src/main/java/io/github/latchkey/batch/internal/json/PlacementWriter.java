package io.github.latchkey.batch.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import io.github.latchkey.batch.ServiceVersion;
import io.github.latchkey.batch.model.DiffDiskPlacement;
import java.io.IOException;
import java.util.Locale;

/**
 * Spells the one value whose spelling changed: {@code CacheDisk} is {@code cachedisk} from service version 2025-06-01
 * on.
 */
final class PlacementWriter extends StdScalarSerializer<DiffDiskPlacement> {

    private static final long serialVersionUID = 1L;

    PlacementWriter() {
        super(DiffDiskPlacement.class);
    }

    @Override
    public void serialize(DiffDiskPlacement value, JsonGenerator generator, SerializerProvider provider)
            throws IOException {
        Object version = provider.getAttribute(RequestRules.SERVICE_VERSION);
        boolean lower = value.equals(DiffDiskPlacement.CACHE_DISK)
                && version != null
                && version.toString().compareTo(ServiceVersion.V2025_06_01.value()) >= 0;
        generator.writeString(lower ? value.value().toLowerCase(Locale.ROOT) : value.value());
    }
}
