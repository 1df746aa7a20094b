#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace scheduler {

/// A map's summary when nothing needs to be known about whole subtrees.
struct NoSummary {
  template <class Key>
  static NoSummary of(const Key&) {
    return {};
  }
  void absorb(const NoSummary&) {}
};

/// An ordered map that is a value: a copy costs one pointer and never changes when the other one does. Copies share
/// their nodes; a change copies the path to the root, or works in place where nobody else holds the nodes. So readers
/// keep a snapshot for as long as they like while a writer goes on with its own.
///
/// A weight-balanced tree (Nievergelt and Reingold 1973; parameters 3 and 2: Hirai and Yamamoto 2011). Find, insert
/// and erase are O(log n). `Summary` is kept for every subtree: `Summary::of(key)`, then `absorb` of its children's.
///
/// Thread safety: as an int's. Copies may be used by different threads at once.
template <class Key, class Value, class Summary = NoSummary>
class PersistentMap {
  struct Node;

  /// Owns a share of a node.
  class Link {
   public:
    Link() = default;
    explicit Link(Node* node) : node_(node) {}
    Link(const Link& other) : node_(other.node_) { retain(); }
    Link(Link&& other) noexcept : node_(std::exchange(other.node_, nullptr)) {}
    Link& operator=(Link other) noexcept {
      std::swap(node_, other.node_);
      return *this;
    }
    ~Link() {
      if (node_ != nullptr && node_->owners.fetch_sub(1, std::memory_order_acq_rel) == 1) delete node_;
    }

    explicit operator bool() const { return node_ != nullptr; }
    const Node* operator->() const { return node_; }
    const Node& operator*() const { return *node_; }
    const Node* get() const { return node_; }

    /// The node to write to: itself where this is its only owner, else a copy that replaces it here.
    Node& writable() {
      if (node_->owners.load(std::memory_order_acquire) != 1) *this = Link(new Node(*node_));
      return *node_;
    }

   private:
    void retain() {
      if (node_ != nullptr) node_->owners.fetch_add(1, std::memory_order_relaxed);
    }

    Node* node_ = nullptr;
  };

  struct Node {
    Node(Key k, Value v) : key(std::move(k)), value(std::move(v)), summary(Summary::of(key)) {}
    Node(const Node& other)
        : key(other.key),
          value(other.value),
          left(other.left),
          right(other.right),
          size(other.size),
          summary(other.summary) {}

    Key key;
    Value value;
    Link left;
    Link right;
    std::size_t size = 1;
    [[no_unique_address]] Summary summary;
    std::atomic<std::uint32_t> owners{1};
  };

 public:
  [[nodiscard]] std::size_t size() const { return size_of(root_); }
  [[nodiscard]] bool empty() const { return !root_; }

  /// nullptr when there is none; valid as long as this map, or a copy of it, is unchanged.
  [[nodiscard]] const Value* find(const Key& key) const {
    const Node* node = root_.get();
    while (node != nullptr) {
      if (key < node->key) {
        node = node->left.get();
      } else if (node->key < key) {
        node = node->right.get();
      } else {
        return &node->value;
      }
    }
    return nullptr;
  }

  void insert_or_assign(Key key, Value value) { insert(root_, std::move(key), std::move(value)); }

  /// Nothing happens when there is no such key.
  void erase(const Key& key) {
    if (find(key) != nullptr) erase(root_, key);
  }

  /// Calls `visit(key, value)` in order, from the first key that is not less than `from`, until it returns false.
  template <class Visit>
  void visit_from(const Key& from, Visit&& visit) const {
    visit_from(root_, from, visit);
  }

  /// Calls `visit(key, value)` for every entry, in order.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for_each(root_, visit);
  }

  /// Calls `visit(key, value)` in order, skipping each subtree whose summary `enter(summary)` refuses and everything
  /// from the first key on that `past(key)` accepts, until it returns false.
  template <class Enter, class Past, class Visit>
  void search(Enter&& enter, Past&& past, Visit&& visit) const {
    search(root_, enter, past, visit);
  }

 private:
  static std::size_t size_of(const Link& link) { return link ? link->size : 0; }

  static void refresh(Node& node) {
    node.size = 1 + size_of(node.left) + size_of(node.right);
    node.summary = Summary::of(node.key);
    if (node.left) node.summary.absorb(node.left->summary);
    if (node.right) node.summary.absorb(node.right->summary);
  }

  static void insert(Link& link, Key key, Value value) {
    if (!link) {
      link = Link(new Node(std::move(key), std::move(value)));
      return;
    }
    Node& node = link.writable();
    if (key < node.key) {
      insert(node.left, std::move(key), std::move(value));
    } else if (node.key < key) {
      insert(node.right, std::move(key), std::move(value));
    } else {
      node.value = std::move(value);
    }
    rebalance(link);
  }

  static void erase(Link& link, const Key& key) {
    Node& node = link.writable();
    if (key < node.key) {
      erase(node.left, key);
    } else if (node.key < key) {
      erase(node.right, key);
    } else if (!node.left) {
      link = Link(node.right);
      return;
    } else if (!node.right) {
      link = Link(node.left);
      return;
    } else {
      const Node& next = first(node.right);
      node.key = next.key;
      node.value = next.value;
      const Key moved = node.key;
      erase(node.right, moved);
    }
    rebalance(link);
  }

  static const Node& first(const Link& link) {
    const Node* node = link.get();
    while (node->left) node = node->left.get();
    return *node;
  }

  static bool too_heavy(std::size_t heavy, std::size_t light) { return heavy > 3 * light + 2; }
  static bool needs_double(std::size_t inner, std::size_t outer) { return inner >= 2 * outer + 1; }

  /// Restores balance and summary of a node that the caller has just written to.
  static void rebalance(Link& link) {
    Node& node = link.writable();
    refresh(node);
    if (too_heavy(size_of(node.right), size_of(node.left))) {
      if (needs_double(size_of(node.right->left), size_of(node.right->right))) rotate_right(node.right);
      rotate_left(link);
    } else if (too_heavy(size_of(node.left), size_of(node.right))) {
      if (needs_double(size_of(node.left->right), size_of(node.left->left))) rotate_left(node.left);
      rotate_right(link);
    }
  }

  static void rotate_left(Link& link) {
    Node& node = link.writable();
    node.right.writable();
    Link up = std::move(node.right);
    Node& raised = up.writable();
    node.right = std::move(raised.left);
    refresh(node);
    raised.left = std::move(link);
    refresh(raised);
    link = std::move(up);
  }

  static void rotate_right(Link& link) {
    Node& node = link.writable();
    node.left.writable();
    Link up = std::move(node.left);
    Node& raised = up.writable();
    node.left = std::move(raised.right);
    refresh(node);
    raised.right = std::move(link);
    refresh(raised);
    link = std::move(up);
  }

  template <class Visit>
  static bool visit_from(const Link& link, const Key& from, Visit& visit) {
    if (!link) return true;
    if (link->key < from) return visit_from(link->right, from, visit);
    return visit_from(link->left, from, visit) && visit(link->key, link->value) && visit_from(link->right, from, visit);
  }

  template <class Visit>
  static void for_each(const Link& link, Visit& visit) {
    if (!link) return;
    for_each(link->left, visit);
    visit(link->key, link->value);
    for_each(link->right, visit);
  }

  template <class Enter, class Past, class Visit>
  static bool search(const Link& link, Enter& enter, Past& past, Visit& visit) {
    if (!link || !enter(link->summary)) return true;
    if (!search(link->left, enter, past, visit)) return false;
    if (past(link->key)) return false;
    return visit(link->key, link->value) && search(link->right, enter, past, visit);
  }

  Link root_;
};

}  // namespace scheduler
