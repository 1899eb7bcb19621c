package dev.carillon.carrier.sip.transaction;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import dev.carillon.carrier.sip.message.Answer;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipResponse;

/** The user of a {@link LossyWorld}'s servers: slow or quick, and now and then too slow. */
final class Callee implements Requests {

    private final LossyWorld world;
    private final Map<ServerTransaction, Asked> known = new HashMap<>();

    Callee(LossyWorld world) {
        this.world = world;
    }

    @Override
    public void heard(SipRequest request, ServerTransaction transaction) {
        Asked asked = world.asked(request);
        asked.heard++;
        asked.server = transaction;
        known.put(transaction, asked);
        if (asked.isInvite()) {
            invited(request, transaction);
        } else {
            asked(request, transaction);
        }
    }

    private void invited(SipRequest request, ServerTransaction transaction) {
        if (world.draw.nextInt(3) > 0) {
            world.in(world.draw.nextInt(1_000), () -> early(transaction, 180));
        }
        // Who answers neither early nor when it is cancelled has a limit of its own.
        boolean never = world.draw.nextInt(10) == 0;
        known(transaction).deaf = never && world.draw.nextBoolean();
        int status = never ? 480 : world.draw.nextBoolean() ? 200 : 486;
        int slowest = world.draw.nextBoolean() ? 20_000 : 500;
        world.in(never ? 100_000 : world.draw.nextInt(slowest), () -> finish(request, transaction, status));
    }

    private void early(ServerTransaction transaction, int status) {
        boolean waits = transaction.waits();
        world.must(transaction.answer(status) == waits, known(transaction) + " cannot say " + status);
    }

    private void asked(SipRequest request, ServerTransaction transaction) {
        if (world.draw.nextInt(3) == 0) {
            world.in(world.draw.nextInt(500), () -> early(transaction, 100));
            world.in(world.draw.nextInt(2_000), () -> early(transaction, 182));
        }
        known(transaction).late = world.draw.nextInt(10) == 0;
        if (known(transaction).late && world.draw.nextBoolean()) {
            return;
        }
        world.in(known(transaction).late ? 40_000 : world.draw.nextInt(3_000),
                () -> finish(request, transaction, world.draw.nextBoolean() ? 200 : 481));
    }

    private Asked known(ServerTransaction transaction) {
        return Objects.requireNonNull(known.get(transaction), "not heard before");
    }

    private void finish(SipRequest request, ServerTransaction transaction, int status) {
        Asked asked = known(transaction);
        SipResponse answer = Answer.to(request, status, transaction.tag());
        int before = asked.answered;
        asked.answered = status;
        boolean waits = transaction.waits();
        world.must(transaction.answer(answer) == waits, asked + " cannot be answered " + status);
        if (!waits) {
            asked.answered = before;
            return;
        }
        asked.answeredAt = world.time.now();
        if (asked.isInvite() && status == 200) {
            again(answer, transaction, 500, 0);
        }
    }

    /** A 2xx goes again until its ACK, by RFC 3261 §13.3.1.4. */
    private void again(SipResponse answer, ServerTransaction transaction, int rest, int waited) {
        world.in(rest, () -> {
            if (known(transaction).acks == 0 && waited + rest < 32_000) {
                world.must(transaction.answer(answer), known(transaction) + " cannot say its 2xx again");
                again(answer, transaction, Math.min(2 * rest, 4_000), waited + rest);
            }
        });
    }

    @Override
    public void acknowledged(SipRequest ack) {
        world.asked(ack).acks++;
    }

    @Override
    public void cancelled(ServerTransaction invite) {
        Asked asked = known(invite);
        world.must(invite.waits(), asked + " is cancelled although it is answered");
        if (asked.deaf) {
            asked.late = true;
            return;
        }
        asked.answered = 487;
        asked.answeredAt = world.time.now();
        world.must(invite.answer(487), asked + " cannot be answered 487");
    }

    @Override
    public void failed(ServerTransaction transaction, String why) {
        known(transaction).refusals += why.equals("refused") ? 1 : 0;
        if (why.equals("no ACK came")) {
            known(transaction).unacknowledged = true;
        }
    }
}
