package io.github.latchkey.testkit.batch.service;

import io.github.latchkey.testkit.http.Fields;
import io.github.latchkey.testkit.http.ServerRequest;
import java.util.List;
import java.util.Optional;

/** The condition headers: an unmet one is 304 for reads and 412 for writes. */
final class Conditions {

    private static final List<String> NAMES =
            List.of("If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since");

    private Conditions() {}

    static void check(Call call, Resource resource) {
        check(call, resource.etag(), resource.modified());
    }

    static void check(Call call, String etag, long modified) {
        if (!call.operation.isConditional()) {
            return;
        }
        Fields headers = call.request.headers();
        if (NAMES.stream().filter(headers::has).count() > 1) {
            throw ErrorCode.MULTIPLE_CONDITION_HEADERS.fault();
        }
        boolean met = headers.first("If-Match").map(tag -> matches(tag, etag)).orElse(true)
                && headers.first("If-None-Match")
                        .map(tag -> !matches(tag, etag))
                        .orElse(true)
                && times(headers, modified);
        require(met, call.request);
    }

    /** The conditions of files, which know times only. */
    static void checkTimes(Call call, long modified) {
        require(times(call.request.headers(), modified), call.request);
    }

    private static boolean times(Fields headers, long modified) {
        long second = modified - Math.floorMod(modified, Ticks.PER_SECOND);
        return time(headers, "If-Modified-Since").map(time -> second > time).orElse(true)
                && time(headers, "If-Unmodified-Since")
                        .map(time -> second <= time)
                        .orElse(true);
    }

    private static void require(boolean met, ServerRequest request) {
        if (!met) {
            boolean read = request.method().equals("GET") || request.method().equals("HEAD");
            throw (read ? ErrorCode.CONDITION_NOT_MET_ON_READ : ErrorCode.CONDITION_NOT_MET).fault();
        }
    }

    private static boolean matches(String header, String etag) {
        for (String tag : header.split(",", -1)) {
            String plain = tag.strip().replaceAll("^(W/)?\"|\"$", "");
            if (plain.equals("*") || plain.equals(etag)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Long> time(Fields headers, String name) {
        return headers.first(name).map(text -> {
            Long time = Ticks.parseHeader(text);
            if (time == null) {
                throw BatchFault.header(ErrorCode.INVALID_HEADER_VALUE, name, text);
            }
            return time;
        });
    }
}
