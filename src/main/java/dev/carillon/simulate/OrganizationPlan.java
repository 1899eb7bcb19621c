package dev.carillon.simulate;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.AttemptCap;
import dev.carillon.call.CallingWindow;

/**
 * What holds for all batches of an organisation.
 *
 * @param window   null: nothing said; empty: none, explicitly
 * @param dayLimit how many live attempts on a day; null: the default
 */
public record OrganizationPlan(String id, int weight, @Nullable List<CallingWindow.Span> window,
        Map<String, ZoneId> defaultZones, @Nullable AttemptCap cap, Limits limits,
        @Nullable Integer dayLimit) {
}
