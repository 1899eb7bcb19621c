package dev.carillon.carrier.sip.peers;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Obeys {@link Needs}. */
final class Installed implements ExecutionCondition {

    static final String PROMISE = "TEST_TOOLS";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        List<Tool> needed = AnnotationSupport.findAnnotation(context.getElement(), Needs.class)
                .map(needs -> List.of(needs.value())).orElse(List.of());
        return of(needed.stream().flatMap(Installed::missing).toList(), "all".equals(System.getenv(PROMISE)));
    }

    /** @param promised whether nothing may be missing */
    static ConditionEvaluationResult of(List<String> missing, boolean promised) {
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("all is there");
        }
        String reason = "not here: " + String.join(", ", missing);
        if (promised) {
            throw new IllegalStateException(reason + ", though " + PROMISE + "=all promises it");
        }
        return ConditionEvaluationResult.disabled(reason);
    }

    private static Stream<String> missing(Tool tool) {
        if (tool.path().isEmpty()) {
            return Stream.of(tool.toString());
        }
        return tool == Tool.TSHARK && !Tshark.mayListen()
                ? Stream.of("the right to record packets (CAP_NET_RAW)")
                : Stream.empty();
    }
}
