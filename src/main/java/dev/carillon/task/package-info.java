/**
 * The tasks of a batch call over HTTP: appended ({@code TaskAppend}) and listed ({@code TaskList}); start at
 * {@link dev.carillon.task.TaskRoutes}. {@link dev.carillon.task.NewTask} and
 * {@link dev.carillon.task.Duplicates} are the rules of the door, which creating a batch shares. Deliberately
 * absent: any state of a call; a task's place on the line is read from its open attempt.
 */
@NullMarked
package dev.carillon.task;

import org.jspecify.annotations.NullMarked;
