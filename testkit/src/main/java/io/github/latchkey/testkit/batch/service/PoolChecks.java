package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * The rules for what pools are made of: network, disks, mounts, users, and which credentials may link them to other
 * resources.
 */
final class PoolChecks {

    private static final int MOST_NAT_POOLS = 5;
    private static final int LONGEST_NAT_NAME = 77;
    private static final int MOST_RULES = 25;
    private static final int MOST_MOUNTS = 10;
    private static final int LONGEST_USER_NAME = 20;

    private PoolChecks() {}

    static void check(Call call, ObjectNode spec) {
        JsonNode machine = spec.path("virtualMachineConfiguration");
        if (Trees.has(machine.path("imageReference"), "virtualMachineImageId")) {
            call.requireToken("Compute");
        }
        if (Trees.has(spec.path("networkConfiguration"), "subnetId")) {
            call.requireToken("Network");
        }
        network(call, spec.at("/networkConfiguration/endpointConfiguration/inboundNATPools"));
        for (JsonNode disk : machine.path("dataDisks")) {
            Checks.range(disk, "lun", 0, 63);
        }
        atMost("mountConfiguration", spec.path("mountConfiguration").size(), MOST_MOUNTS);
        for (JsonNode user : spec.path("userAccounts")) {
            length("userAccounts/name", Trees.text(user, "name", ""), LONGEST_USER_NAME);
        }
    }

    private static void network(Call call, JsonNode natPools) {
        atMost("inboundNATPools", natPools.size(), MOST_NAT_POOLS);
        int rules = 0;
        for (JsonNode nat : natPools) {
            length("inboundNATPools/name", Trees.text(nat, "name", ""), LONGEST_NAT_NAME);
            ports(call, nat);
            for (JsonNode rule : nat.path("networkSecurityGroupRules")) {
                Checks.range(rule, "priority", 150, 4096);
                rules++;
            }
        }
        atMost("networkSecurityGroupRules", rules, MOST_RULES);
    }

    private static void ports(Call call, JsonNode nat) {
        Set<Integer> reserved =
                call.version.compareTo(View.V2025_06) >= 0 ? Set.of(29_876, 29_877) : Set.of(22, 3389, 29_876, 29_877);
        int backend = Trees.number(nat, "backendPort", 0);
        int start = Trees.number(nat, "frontendPortRangeStart", 0);
        int end = Trees.number(nat, "frontendPortRangeEnd", 0);
        if (reserved.contains(backend)) {
            throw Checks.invalid("backendPort", String.valueOf(backend), "The port is reserved");
        }
        if (end - start < 39 || (start <= 55_000 && end >= 50_000)) {
            throw Checks.invalid(
                    "frontendPortRangeStart",
                    start + ".." + end,
                    "A range must have at least 40 ports, none of them from 50000 to 55000");
        }
    }

    private static void atMost(String property, int count, int most) {
        if (count > most) {
            throw Checks.invalid(property, count + " items", "A pool can have at most " + most);
        }
    }

    private static void length(String property, String text, int most) {
        if (text.isEmpty() || text.length() > most) {
            throw Checks.invalid(property, text, "The value must have 1 to " + most + " characters");
        }
    }
}
