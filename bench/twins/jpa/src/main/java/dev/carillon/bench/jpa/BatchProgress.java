package dev.carillon.bench.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapsId;
import jakarta.persistence.OneToOne;

/** How far a batch call has come. */
@Entity
class BatchProgress {

    @Id
    private Long batchId;
    @OneToOne(fetch = FetchType.LAZY)
    @MapsId
    @JoinColumn(name = "batch_id")
    private BatchCall batchCall;
    private int total;
    private int sent;
    private int pickedUp;
    private int completed;

    int getTotal() {
        return total;
    }

    int getSent() {
        return sent;
    }

    int getPickedUp() {
        return pickedUp;
    }

    int getCompleted() {
        return completed;
    }
}
