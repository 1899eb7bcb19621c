package dev.carillon.simulate;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.LawBroken;

/** Runs worlds, each from its seed. The same seed gives the same world and the same trace. */
public final class Simulation {

    private final Census census = new Census();
    private final Population population = new Population();
    private final Fittings fittings;
    private final Supplier<Store> stores;

    /** Worlds in memory. */
    public Simulation() {
        this(Fittings.AS_THEY_ARE);
    }

    /** Worlds in stores that are handed in, each empty. */
    public Simulation(Supplier<Store> stores) {
        this.fittings = Fittings.AS_THEY_ARE;
        this.stores = stores;
    }

    Simulation(Fittings fittings) {
        this.fittings = fittings;
        this.stores = fittings::store;
    }

    /**
     * How a world went.
     *
     * @param broken the law that does not hold, or null
     * @param trace  what happened last
     * @param hash   the same for two runs in which the same happened
     */
    public record Outcome(long seed, @Nullable LawBroken broken, List<String> trace, long hash) {
    }

    /** What all worlds so far had. */
    public Census census() {
        return census;
    }

    public Outcome run(long seed) {
        return run(seed, null);
    }

    /**
     * Runs one world.
     *
     * @param out where every action is told as it happens
     */
    public Outcome run(long seed, @Nullable Consumer<String> out) {
        try (Store store = stores.get()) {
            var world = new World(seed, new World.Surroundings(census, population, fittings, store, out));
            world.run();
            LawBroken broken = world.broken();
            return new Outcome(seed, broken, broken == null ? List.of() : world.trace.last(),
                    world.trace.hash());
        }
    }
}
