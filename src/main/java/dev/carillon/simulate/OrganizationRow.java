package dev.carillon.simulate;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.AttemptCap;
import dev.carillon.call.CallingWindow;

/** An organisation, its rules, and which trunks serve which of its numbers. */
final class OrganizationRow {

    final String id;
    int weight = 1;
    /** Null: nothing said; empty: none, explicitly. */
    @Nullable List<CallingWindow.Span> window;
    Map<String, ZoneId> defaultZones = Map.of();
    @Nullable AttemptCap cap;
    long version;
    final List<CallerId> callerIds = new ArrayList<>();

    OrganizationRow(String id) {
        this.id = id;
    }

    /** A number and a trunk that may be used with it, in the order of preference; {@code *} is any number. */
    record CallerId(String number, long trunkId) {
    }
}
