package dev.carillon.carrier.sip.peers;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The programs without which a test is skipped. Where the environment says {@code TEST_TOOLS=all}, as
 * {@code .ci/run} does, none may be absent: there it fails.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(Installed.class)
@interface Needs {

    Tool[] value();
}
