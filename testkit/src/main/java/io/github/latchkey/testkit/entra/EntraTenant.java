package io.github.latchkey.testkit.entra;

import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A tenant of the fake.
 *
 * @param id a GUID, in lower case
 * @param name shown on pages
 * @param domains names that stand for the id in addresses; the first is the default one
 */
public record EntraTenant(String id, String name, List<String> domains) {

    /**
     * Checks the id and copies the domains.
     *
     * @throws IllegalArgumentException if the id is not a GUID
     */
    public EntraTenant {
        id = guid("tenant id", id);
        domains =
                domains.stream().map(domain -> domain.toLowerCase(Locale.ROOT)).toList();
    }

    /**
     * Describes a tenant by its id and its domains.
     *
     * @param id a GUID
     * @param domains names that stand for the id in addresses
     * @return the tenant, named after its first domain, or after its id when it has none
     */
    public static EntraTenant of(String id, String... domains) {
        return new EntraTenant(id, domains.length == 0 ? id : domains[0], List.of(domains));
    }

    static String guid(String what, String value) {
        try {
            return UUID.fromString(value).toString();
        } catch (IllegalArgumentException notGuid) {
            throw new IllegalArgumentException(
                    what + ": '" + value + "' is not a GUID such as 72f988bf-86f1-41af-91ab-2d7cd011db47", notGuid);
        }
    }
}
