package model;

/** Whether a challenger takes the champion's place. */
public sealed interface PromotionDecision {
  /** In words, with the figures. */
  String reason();

  /** It does. */
  record Promote(String reason) implements PromotionDecision {}

  /** The champion stays. */
  record Keep(String reason) implements PromotionDecision {}
}
