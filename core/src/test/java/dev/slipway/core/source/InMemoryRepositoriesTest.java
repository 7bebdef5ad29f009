package dev.slipway.core.source;

class InMemoryRepositoriesTest extends RepositoriesContract {
  @Override
  protected Repositories freshRepositories() {
    return new InMemoryRepositories();
  }
}
