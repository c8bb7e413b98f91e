//! Holds nothing itself: the package exists for its tests, which lie in the directories beside it.
