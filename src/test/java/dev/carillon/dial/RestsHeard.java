package dev.carillon.dial;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.Outcome;
import dev.carillon.call.Trunk;

/** Hears which trunks rest and which work again, and nothing of calls. */
interface RestsHeard extends DialObserver {

    @Override
    default void opened(Trunk trunk) {
    }

    @Override
    default void placed(Trunk trunk) {
    }

    @Override
    default void ended(Trunk trunk, Outcome outcome) {
    }

    @Override
    default void left(Trunk trunk) {
    }

    @Override
    void rests(Trunk trunk, @Nullable TrunkRest rest);

    @Override
    void works(Trunk trunk);
}
