package io.digits;

import java.util.List;
import java.util.stream.Stream;

/** The hands: for each digit, the ways in which people write it. */
final class Hands {
  private static final List<List<Hand>> BY_DIGIT =
      List.of(
          // round from the top; begun at the right, with an overlap; narrow; left open
          hands(
              "50,0 17,18 5,50 17,82 50,100 83,82 95,50 83,18 50,0",
              "68,8 40,2 12,30 12,75 42,100 78,75 80,28 50,2 38,10",
              "52,0 28,20 20,55 30,92 50,100 70,85 78,45 70,10 52,0",
              "40,4 14,30 12,74 40,98 76,82 84,42 68,8 50,4"),
          // a bar; slanted; with a serif; with serif and foot
          hands(
              "40,0 40,50 40,100",
              "58,0 44,50 30,100",
              "16,26 46,0! 46,50 46,100",
              "20,24 48,0! 48,50 48,100 | 22,100 76,100"),
          // flat base; loop at the base; angular; wavy base
          hands(
              "8,24 26,4 52,0 76,20 68,46 38,74 5,100! 86,100",
              "10,22 38,0 74,16 64,52 34,88 12,94 14,78 42,86 86,98",
              "12,16 46,0 74,18 60,52 5,98! 48,97 88,97",
              "6,30 34,2 70,12 66,44 30,82 8,98! 34,88 60,98 88,90"),
          // round; flat top; with a loop in the middle; without a waist
          hands(
              "10,14 42,0 74,16 66,38 36,47! 74,58 80,80 48,100 8,88",
              "12,2 74,2! 40,40! 74,52 78,82 44,100 8,90",
              "12,15 48,0 72,20 48,44 34,52 46,52 78,68 62,98 8,92",
              "14,8 52,2 70,24 44,46! 72,60 66,90 36,100 10,94"),
          // open with upright arms; open, bent; closed; closed in one stroke; cursive
          hands(
              "16,0 12,55! 82,53 | 64,2 62,100",
              "34,0 8,62! 88,60 | 60,34 56,100",
              "60,0 5,68! 92,68 | 60,2 60,100",
              "86,64 6,64! 62,0! 60,50 58,100",
              "12,4 10,42 34,54 68,42 | 72,2 64,50 56,100"),
          // one stroke; hat drawn apart; like an S; angular belly
          hands(
              "80,2 22,2! 16,42! 52,36 82,64 58,96 8,92",
              "22,6 16,46! 54,40 80,66 52,100 8,88 | 22,4 84,0",
              "78,6 34,6 20,34 58,48 78,74 50,100 8,90",
              "76,0 30,4! 20,44! 68,50 72,86 14,100"),
          // wide bow; straight back; curled top; small loop
          hands(
              "66,0 26,30 8,70 30,100 68,94 74,66 44,54 12,72",
              "56,0 32,34 14,68 26,98 62,96 70,68 42,58 18,76",
              "74,12 52,0 18,36 10,78 42,100 76,78 54,54 14,70",
              "50,0 18,44 10,82 32,100 56,86 44,68 14,82"),
          // plain; with a bar; with a serif; curved; barred and curved
          hands(
              "5,4 82,4! 58,50 36,100",
              "5,4 82,4! 58,50 38,100 | 26,52 80,50",
              "6,20 8,3! 82,3! 62,45 50,100",
              "4,8 40,6 80,4! 56,36 46,68 46,100",
              "8,2 80,6! 54,50 30,100 | 32,46 72,56"),
          // one stroke from the right; two rings; one stroke from the middle; open at the top
          hands(
              "74,16 46,0 20,20 46,45 78,74 48,100 14,78 46,48 76,22 68,8",
              "48,0 23,22 48,46 73,22 48,0 | 48,46 14,73 48,100 82,73 48,46",
              "48,46 20,24 46,0 74,22 48,46 16,76 48,100 80,76 48,46",
              "80,4 46,2 22,24 52,48 76,76 46,100 16,78 44,50 82,8"),
          // straight leg; curved tail; slanted leg; hooked
          hands(
              "74,14 42,0 12,26 38,52 70,34 76,8! 74,54 70,100",
              "72,22 44,0 12,24 38,50 74,24 72,66 50,100 16,92",
              "76,10 40,2 14,30 40,48 78,8! 60,54 42,100",
              "70,30 64,4 26,6 14,36 44,48 70,28 72,60 60,98 34,94"));

  private Hands() {}

  /** The ways to write a digit, 0 to 9. */
  static List<Hand> of(int digit) {
    return BY_DIGIT.get(digit);
  }

  private static List<Hand> hands(String... notations) {
    return Stream.of(notations).map(Hand::of).toList();
  }
}
