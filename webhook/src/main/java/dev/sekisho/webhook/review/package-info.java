/**
 * What the API server asks and what it is told: AdmissionReviews as bytes, requests, decisions.
 * Pure: no clock, no I/O, no logging.
 */
@NullMarked
package dev.sekisho.webhook.review;

import org.jspecify.annotations.NullMarked;
