package dev.liteio.demo;

/** What happens, from an empty disk to nothing left behind. */
interface Story {

  /** Tells it to its end, with its files in that folder. */
  void tell(DemoFolder folder) throws Exception;
}
